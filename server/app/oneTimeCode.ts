/** Digits and letters that nobody mistakes for one another (Crockford's base 32: no I, L, O, U). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const bitsPerLetter = 5n;
const letters = 10;

/** A code for people to read out, 50 bits of `seed` (hex, at least 13 digits): `7K2PX-94MQT`. */
export function newCode(seed: string): string {
  const bits = BigInt(`0x${seed}`);
  const code = Array.from({ length: letters }, (_, place) => {
    const letter = (bits >> (BigInt(place) * bitsPerLetter)) & 31n;
    return alphabet.charAt(Number(letter));
  }).join('');
  return `${code.slice(0, letters / 2)}-${code.slice(letters / 2)}`;
}

/** A code as it is compared, however it was typed: spaces, hyphens, small letters, O for 0, I or L for 1. */
export function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
