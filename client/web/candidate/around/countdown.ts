import type { Texts } from '../../shared/texts/catalogues.ts';
import { formatClock } from '../../shared/time.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Minutes before the opening at which those who only listen are told. */
const toldAt = [30, 10, 5, 1];

/** How long until then: days, then hours, minutes and seconds. */
export function countdown(leftMs: number, { myExams }: Texts): string {
  const days = Math.floor(leftMs / dayMs);
  const clock = formatClock(leftMs % dayMs);
  return days > 0 ? `${myExams.days(days)} ${clock}` : clock;
}

/** What is said aloud at this moment of the countdown: changes rarely, so that it does not chatter. */
export function waitingNews(leftMs: number, { waiting }: Texts): string {
  if (leftMs <= 0) return waiting.open;
  const passed = toldAt.filter((minutes) => leftMs <= minutes * minuteMs);
  const last = passed.at(-1);
  return last === undefined ? '' : waiting.minutesLeft(last);
}
