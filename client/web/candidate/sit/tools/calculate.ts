/** What cannot be reckoned, and why. */
export type SumProblem = 'not-a-sum' | 'division-by-zero' | 'not-defined' | 'too-large';

export type SumResult =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: SumProblem };

export interface SumOptions {
  /** `basic` knows + − × ÷ √ % and brackets; `scientific` also powers, functions, π and e. */
  readonly kind: 'basic' | 'scientific';
  /** Of the angles that sin, cos and tan take, and their inverses give. */
  readonly angle: 'degrees' | 'radians';
  /** The value of `Ans`. */
  readonly last: number;
}

/** What a reading of the text may throw to say that there is no result. */
class NoResult extends Error {
  readonly problem: SumProblem;

  constructor(problem: SumProblem) {
    super(problem);
    this.problem = problem;
  }
}

const token =
  /\s*(?:(\d+(?:\.\d*)?|\.\d+)|(Ans|asin|acos|atan|sin|cos|tan|log|ln|exp|abs|π|e)|([-−+×*÷/^!%()√]))/y;

/**
 * The value of a sum as a person types it: × and ÷ before + and −, a power before both and from the right, a factor
 * before a bracket without a sign between them. Numbers are doubles.
 */
export function calculate(text: string, options: SumOptions): SumResult {
  try {
    const value = new Reading(tokensOf(text), options).whole();
    if (Number.isNaN(value)) return { ok: false, problem: 'not-defined' };
    if (!Number.isFinite(value)) return { ok: false, problem: 'too-large' };
    return { ok: true, value };
  } catch (error) {
    if (error instanceof NoResult) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** At most 12 digits, which is what a double is sure of after a few steps; in a form that can be reckoned with again. */
export function writeNumber(value: number): string {
  const [digits = '', power] = String(Number(value.toPrecision(12))).split('e');
  return (power === undefined ? digits : `${digits}×10^${Number(power)}`).replaceAll('-', '−');
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const trimmed = text.trimEnd();
  while (token.lastIndex < trimmed.length) {
    const match = token.exec(trimmed);
    if (match === null) throw new NoResult('not-a-sum');
    tokens.push(match[1] ?? match[2] ?? match[3] ?? '');
  }
  return tokens;
}

/** Reads from left to right, each rule of the grammar a method. */
class Reading {
  readonly #tokens: readonly string[];
  readonly #options: SumOptions;
  #at = 0;

  constructor(tokens: readonly string[], options: SumOptions) {
    this.#tokens = tokens;
    this.#options = options;
  }

  whole(): number {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) throw new NoResult('not-a-sum');
    return value;
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#takes('+')) value += this.#product();
      else if (this.#takes('-', '−')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#signed();
    for (;;) {
      if (this.#takes('×', '*')) value *= this.#signed();
      else if (this.#takes('÷', '/')) value = divide(value, this.#signed());
      else if (this.#startsFactor()) value *= this.#power();
      else return value;
    }
  }

  #signed(): number {
    if (this.#takes('-', '−')) return -this.#signed();
    if (this.#takes('+')) return this.#signed();
    return this.#power();
  }

  #power(): number {
    const base = this.#finished();
    if (!this.#takes('^')) return base;
    this.#needScientific();
    return base ** this.#signed();
  }

  #finished(): number {
    let value = this.#atom();
    for (;;) {
      if (this.#takes('%')) value /= 100;
      else if (this.#takes('!')) {
        this.#needScientific();
        value = factorial(value);
      } else return value;
    }
  }

  #atom(): number {
    const word = this.#tokens[this.#at];
    if (word === undefined) throw new NoResult('not-a-sum');
    this.#at += 1;
    if (/^[\d.]/.test(word)) return Number(word);
    if (word === '(') {
      const value = this.#sum();
      // A bracket left open at the end is closed there, as pocket calculators do.
      if (!this.#takes(')') && this.#at < this.#tokens.length) throw new NoResult('not-a-sum');
      return value;
    }
    if (word === 'Ans') return this.#options.last;
    if (word === '√') return Math.sqrt(this.#finished());
    if (!/^[a-zπ]/.test(word)) throw new NoResult('not-a-sum');
    this.#needScientific();
    if (word === 'π') return Math.PI;
    if (word === 'e') return Math.E;
    return this.#applied(word, this.#finished());
  }

  #applied(name: string, value: number): number {
    const unit = this.#options.angle === 'degrees' ? Math.PI / 180 : 1;
    switch (name) {
      case 'sin':
        return nearZero(Math.sin(value * unit));
      case 'cos':
        return nearZero(Math.cos(value * unit));
      case 'tan':
        if (nearZero(Math.cos(value * unit)) === 0) throw new NoResult('not-defined');
        return nearZero(Math.tan(value * unit));
      case 'asin':
        return Math.asin(value) / unit;
      case 'acos':
        return Math.acos(value) / unit;
      case 'atan':
        return Math.atan(value) / unit;
      case 'ln':
        return value === 0 ? Number.NaN : Math.log(value);
      case 'log':
        return value === 0 ? Number.NaN : Math.log10(value);
      case 'exp':
        return Math.exp(value);
      default:
        return Math.abs(value);
    }
  }

  /** Whether what follows is a factor without a sign before it: 2π, 3(4+5). A number after a number is a slip. */
  #startsFactor(): boolean {
    const word = this.#tokens[this.#at];
    return word !== undefined && /^[(√a-zπA]/.test(word);
  }

  #takes(...words: readonly string[]): boolean {
    const word = this.#tokens[this.#at];
    const isOne = word !== undefined && words.includes(word);
    if (isOne) this.#at += 1;
    return isOne;
  }

  #needScientific(): void {
    if (this.#options.kind === 'basic') throw new NoResult('not-a-sum');
  }
}

function divide(value: number, by: number): number {
  if (by === 0) throw new NoResult('division-by-zero');
  return value / by;
}

/** 170! is the greatest that a double holds. */
function factorial(value: number): number {
  if (!Number.isInteger(value) || value < 0) throw new NoResult('not-defined');
  if (value > 170) throw new NoResult('too-large');
  let product = 1;
  for (let factor = 2; factor <= value; factor += 1) product *= factor;
  return product;
}

/** sin 180° is 0 on every calculator, though not in doubles. */
function nearZero(value: number): number {
  return Math.abs(value) < 1e-15 ? 0 : value;
}
