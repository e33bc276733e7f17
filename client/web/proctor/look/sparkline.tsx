import { useRoomTexts } from '../texts/roomTexts.tsx';

const width = 72;
const height = 18;

interface SparklineProps {
  readonly values: readonly number[];
  /** What the top of the drawing stands for. */
  readonly most: number;
}

/** How many were connected over the last minutes. */
export function Sparkline({ values, most }: SparklineProps) {
  const { tiles } = useRoomTexts();
  if (values.length < 2) return <span className="sparkline" />;
  const step = width / (values.length - 1);
  const y = (value: number) => height - 1 - (Math.min(value, most) / Math.max(1, most)) * (height - 2);
  const points = values.map((value, index) => `${(index * step).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} role="img" preserveAspectRatio="none">
      <title>{tiles.trend(values.filter((_, index) => index % 6 === 0).join(', '))}</title>
      <polygon className="sparkline-area" points={`0,${height} ${points.join(' ')} ${width},${height}`} />
      <polyline className="sparkline-line" points={points.join(' ')} />
    </svg>
  );
}
