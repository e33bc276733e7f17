/** Gives the next 32 random bits, 0 … 2³² − 1. */
export type RandomBits = () => number;

/**
 * A repeatable stream of random bits: sfc32 (Chris Doty-Humphrey, PractRand), its 128-bit state filled by cyrb128
 * (bryc, a MurmurHash-style mix of the key's UTF-16 units). Even and fast, not secret: whoever knows the key knows the
 * stream. A paper's order depends on it for years, so it must never change; golden tests hold it.
 */
export function randomBits(key: string): RandomBits {
  let [a, b, c, counter] = cyrb128(key);
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // sfc32 needs some rounds until every bit of the key has reached every bit of the state.
  for (let round = 0; round < 15; round++) next();
  return next;
}

/** A whole number 0 … bound − 1, every one equally likely; 1 ≤ bound ≤ 2³². */
export function randomBelow(bound: number, bits: RandomBits): number {
  // The highest numbers, which would favour the low remainders, are thrown again.
  const evenPart = 2 ** 32 - (2 ** 32 % bound);
  let number = bits();
  while (number >= evenPart) number = bits();
  return number % bound;
}

/** The same items in random order, every order equally likely (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], bits: RandomBits): T[] {
  const result = [...items];
  // Of the first `left` items one is drawn and put behind all that were drawn before.
  for (let left = result.length; left > 0; left--) {
    result.push(...result.splice(randomBelow(left, bits), 1));
  }
  return result;
}

function cyrb128(key: string): [number, number, number, number] {
  let h1 = 1779033703;
  let h2 = 3144134277;
  let h3 = 1013904242;
  let h4 = 2773480762;
  for (let i = 0; i < key.length; i++) {
    const unit = key.charCodeAt(i);
    h1 = h2 ^ Math.imul(h1 ^ unit, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ unit, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ unit, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ unit, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  h1 ^= h2 ^ h3 ^ h4;
  return [h1, h2 ^ h1, h3 ^ h1, h4 ^ h1];
}
