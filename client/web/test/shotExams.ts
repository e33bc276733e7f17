import type { Language } from '../shared/texts/catalogues.ts';
import type { ExamHall } from './examHall.ts';

export interface ShotExams {
  readonly locked: string;
  readonly short: string;
  readonly supervised: string;
  readonly upcoming: string;
}

/** Exams in every state that a list of exams can show, for every candidate. */
export async function publishShotExams(to: ExamHall): Promise<ShotExams> {
  const title = (en: string, hi: string, mr: string): Readonly<Record<Language, string>> => ({ en, hi, mr });
  const select = (from: number, count: number) => ({
    ids: Array.from({ length: count }, (_, index) => `demo-${String(from + index).padStart(3, '0')}`),
  });
  const marks = { correct: '4', wrong: '-1' };
  const candidates = { all: true };
  const day = 86_400_000;
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  const one = [{ id: 'a', title: title('Mathematics', 'गणित', 'गणित'), select: select(14, 5), marks }];
  const upcoming = await to.publish({
    title: title('Mathematics, second shift', 'गणित, दूसरी पाली', 'गणित, दुसरे सत्र'),
    durationMinutes: 40,
    window: { opensAt: at(1.2 * day), lastEntryAt: at(1.3 * day), closesAt: at(1.5 * day) },
    sections: one,
    candidates,
  });
  await to.publish({
    title: title('Mathematics, first shift', 'गणित, पहली पाली', 'गणित, पहिले सत्र'),
    durationMinutes: 40,
    window: { opensAt: at(-2 * day), lastEntryAt: at(-1.9 * day), closesAt: at(-1.8 * day) },
    sections: one,
    candidates,
  });
  const locked = await to.publish({
    title: title('Three timed sections', 'समयबद्ध तीन खंड', 'वेळेचे तीन विभाग'),
    navigation: 'locked',
    durationMinutes: 60,
    tools: { calculator: 'scientific' },
    sections: [
      {
        id: 'a',
        title: title('Aptitude', 'अभिरुचि', 'अभियोग्यता'),
        durationMinutes: 20,
        select: select(1, 6),
        marks,
      },
      {
        id: 'b',
        title: title('Mathematics', 'गणित', 'गणित'),
        durationMinutes: 20,
        select: select(14, 6),
        marks,
      },
      {
        id: 'c',
        title: title('Language', 'भाषा', 'भाषा'),
        durationMinutes: 20,
        select: select(33, 4),
        marks,
      },
    ],
    candidates,
  });
  const short = await to.publish({
    title: title('Very short', 'बहुत छोटी', 'अगदी लहान'),
    durationMinutes: 0.2,
    graceSeconds: 10,
    sections: one,
    candidates,
  });
  const supervised = await to.publish({
    title: title('In the hall', 'परीक्षा कक्ष में', 'परीक्षा दालनात'),
    durationMinutes: 45,
    takeover: 'proctor-release',
    sections: one,
    candidates,
  });
  return { locked, short, supervised, upcoming };
}
