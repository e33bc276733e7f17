import { describe, expect, it } from 'vitest';
import { policyReason } from '../../../../server/protocol/limits.ts';
import { hi } from '../texts/hi.ts';
import { reasonWords } from './commandWords.ts';

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
