/** How the candidates are spread over the state: the day's shape, or all in a few large districts. */
export const skews = ['day', 'five', 'one'] as const;

export type Skew = (typeof skews)[number];

/** District (as the state names it) and how many of 40,000 candidates are there. */
type Shares = readonly (readonly [district: string, candidates: number])[];

const districtsOf1000 = [
  'Thane',
  'Kolhapur',
  'Ahilyanagar',
  'Jalgaon',
  'Satara',
  'Sangli',
  'Nanded',
  'Amravati',
  'Latur',
  'Yavatmal',
  'Akola',
  'Beed',
  'Chandrapur',
  'Jalna',
  'Buldhana',
];

const districtsOf500 = [
  'Palghar',
  'Raigad',
  'Ratnagiri',
  'Sindhudurg',
  'Dhule',
  'Nandurbar',
  'Dharashiv',
  'Parbhani',
  'Hingoli',
  'Washim',
  'Wardha',
  'Bhandara',
  'Gondia',
  'Gadchiroli',
];

const shares: Readonly<Record<Skew, Shares>> = {
  day: [
    ['Mumbai City', 2_000],
    ['Mumbai Suburban', 3_000],
    ['Pune', 4_000],
    ['Nagpur', 3_000],
    ['Nashik', 2_500],
    ['Chhatrapati Sambhajinagar', 2_000],
    ['Solapur', 1_500],
    ...districtsOf1000.map((district) => [district, 1_000] as const),
    ...districtsOf500.map((district) => [district, 500] as const),
  ],
  five: [
    ['Mumbai Suburban', 12_000],
    ['Pune', 10_000],
    ['Nagpur', 8_000],
    ['Nashik', 6_000],
    ['Chhatrapati Sambhajinagar', 4_000],
  ],
  one: [['Pune', 40_000]],
};

/** The district of each of so many candidates; any stretch of them is spread like the whole. */
export function districtsFor(candidates: number, skew: Skew): readonly string[] {
  const all = shares[skew];
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  const given = new Map<string, number>();
  return Array.from({ length: candidates }, (_, index) => {
    // The one that is furthest behind its share of those given out so far.
    let [furthest, most] = ['', Number.NEGATIVE_INFINITY];
    for (const [district, count] of all) {
      const behind = ((index + 1) * count) / total - (given.get(district) ?? 0);
      if (behind > most) [furthest, most] = [district, behind];
    }
    given.set(furthest, (given.get(furthest) ?? 0) + 1);
    return furthest;
  });
}
