import { describe, expect, it } from 'vitest';
import { type ActionForm, actionKinds, bodyOf, hasReason, hasText, isEnd, problemIn } from './actions.ts';

const whole: ActionForm = {
  minutes: '10',
  texts: { en: ' Stay calm. ', hi: ' ' },
  questionId: 'q7',
  centreId: 'c1',
  reason: ' Power cut ',
  isConfirmed: true,
};

describe('[WEB-46] an action', () => {
  it.each(actionKinds)('[WEB-46] %s is given only when all of it is there', (kind) => {
    expect(problemIn(kind, whole)).toBeNull();
    expect(problemIn(kind, { ...whole, reason: '  ' })).toBe(hasReason(kind) ? 'reason' : null);
    expect(problemIn(kind, { ...whole, texts: { en: ' ' } })).toBe(hasText(kind) ? 'text' : null);
    expect(problemIn(kind, { ...whole, isConfirmed: false })).toBe(isEnd(kind) ? 'confirm' : null);
  });

  it('[WEB-46] on time takes whole minutes within four hours', () => {
    for (const minutes of ['', '0', '-5', '1.5', '241', 'ten']) {
      expect(problemIn('extend', { ...whole, minutes })).toBe('minutes');
    }
    expect(bodyOf('extend', whole)).toEqual({ ms: 600_000, reason: 'Power cut' });
    expect(bodyOf('extend', { ...whole, minutes: '१५' })).toMatchObject({ ms: 900_000 });
  });

  it('[WEB-46] says only what belongs to it', () => {
    expect(bodyOf('message', whole)).toEqual({ text: { en: 'Stay calm.' } });
    expect(bodyOf('erratum', whole)).toEqual({ questionId: 'q7', text: { en: 'Stay calm.' } });
    expect(bodyOf('move-centre', whole)).toEqual({ centreId: 'c1', reason: 'Power cut' });
    expect(bodyOf('terminate', whole)).toEqual({ reason: 'Power cut' });
  });
});
