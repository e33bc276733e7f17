const text = (words: string) => ({ en: words });

/** One question: `q-1`, true or false. */
export const tinyBank = {
  bank: 'tiny',
  groups: [],
  questions: [
    {
      ...{ subject: 'S', chapter: 'C', difficulty: 'easy', tags: [], solution: text('So.') },
      ...{ id: 'q-1', type: 'true-false', text: text('So?'), key: { value: true } },
    },
  ],
};

/** An exam of `tinyBank` that is open to every candidate from now on, each with 60 minutes. */
export const tinyExam = {
  ...{ title: text('Tiny'), bank: 'tiny', clock: 'individual', durationMinutes: 60, graceSeconds: 5 },
  ...{ navigation: 'free', window: 'open', takeover: 'free', languages: ['en'], candidates: { all: true } },
  sections: [{ id: 's', title: text('All'), select: { count: 1 }, marks: { correct: '1', wrong: '0' } }],
};
