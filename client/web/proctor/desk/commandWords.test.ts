import { describe, expect, it } from 'vitest';
import { policyReason } from '../../../../server/protocol/policyReason.ts';
import { en } from '../texts/en.ts';
import { hi } from '../texts/hi.ts';
import { gainWords, reasonWords } from './commandWords.ts';

describe('[OBS-30] the time that a command gives', () => {
  it.each([
    [600_000, en.commands.minutes(10)],
    [17_000, '+17 s'],
    [95_000, '+1 min 35 s'],
  ])('[OBS-30] is said to the second where it was lost to the second: %i ms', (ms, words) => {
    expect(gainWords(ms, en)).toBe(words);
  });
});

describe('[WEB-2] the reason of a command', () => {
  it('[WEB-2] is said in the language of the page where the exam’s own policy has given it', () => {
    expect(reasonWords(`${policyReason}tab-hidden, 3 times`, hi)).toBe(
      `${hi.incidents.byRules} – ${hi.incidents.after(hi.incidents.kinds['tab-hidden'], 3)}`,
    );
  });

  it('[WEB-2] stands as it was written where a person has given it', () => {
    expect(reasonWords('बिजली गई', hi)).toBe('बिजली गई');
  });
});
