/** Line plots as SVG, without anything from elsewhere. */

export interface Line {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface PlotOptions {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly lines: readonly Line[];
  /** Marks on the x axis: place and text. */
  readonly xMarks: readonly (readonly [x: number, text: string])[];
}

const width = 860;
const height = 320;
const margin = { left: 64, right: 16, top: 28, bottom: 44 };
const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
const yMarks = 5;

export function plot({ title, xTitle, yTitle, lines, xMarks }: PlotOptions): string {
  const points = lines.flatMap((line) => line.points);
  const xs = [...points.map(([x]) => x), ...xMarks.map(([x]) => x)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const top = niceCeiling(Math.max(0, ...points.map(([, y]) => y)));
  const place = (x: number) => margin.left + ((x - left) / (right - left || 1)) * inner.width;
  const level = (y: number) => margin.top + inner.height - (y / top) * inner.height;
  const grid = Array.from({ length: yMarks + 1 }, (_, mark) => {
    const y = (top * mark) / yMarks;
    return (
      `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at(level(y))}" y2="${at(level(y))}"/>` +
      `<text x="${margin.left - 8}" y="${at(level(y) + 4)}" text-anchor="end">${short(y)}</text>`
    );
  });
  const marks = xMarks.map(
    ([x, text]) =>
      `<text x="${at(place(x))}" y="${height - margin.bottom + 18}" text-anchor="middle">${escapeText(text)}</text>`,
  );
  const drawn = lines.map(({ name, colour, points: own }) => {
    const path = own.map(([x, y]) => `${at(place(x))},${at(level(y))}`).join(' ');
    return `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${path}"><title>${escapeText(name)}</title></polyline>`;
  });
  const legend = lines.map(
    ({ name, colour }, index) =>
      `<text x="${margin.left + 8 + index * 90}" y="${margin.top - 10}" fill="${colour}" font-weight="bold">${escapeText(name)}</text>`,
  );
  return [
    `<figure><figcaption>${escapeText(title)}</figcaption>`,
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeText(title)}">`,
    ...grid,
    ...marks,
    ...drawn,
    ...legend,
    `<text x="${margin.left + inner.width / 2}" y="${height - 6}" text-anchor="middle">${escapeText(xTitle)}</text>`,
    `<text transform="rotate(-90)" x="${-(margin.top + inner.height / 2)}" y="14" text-anchor="middle">${escapeText(yTitle)}</text>`,
    '</svg></figure>',
  ].join('\n');
}

/** The least of 1, 2 and 5 times a power of ten that is not below `value`. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((each) => each * power >= value) ?? 10;
  return step * power;
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function at(coordinate: number): string {
  return coordinate.toFixed(1);
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
