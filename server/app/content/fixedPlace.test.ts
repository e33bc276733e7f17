import { describe, expect, it } from 'vitest';
import { pinFixedPlaces } from './fixedPlace.ts';

const pinnedOf = (...texts: string[]) =>
  pinFixedPlaces(texts.map((text, i) => ({ id: `${i}`, text: { en: text } })))
    .filter(({ pinned }) => pinned)
    .map(({ text }) => text['en']);

describe('[CON-8] options that keep their place', () => {
  it.each([
    'None of these',
    'none of the above.',
    'All of the above',
    'Both of these',
    'None',
    'Cannot be determined',
    'Can’t be  found',
    'Data inadequate',
    'Not enough information',
    'इनमें से कोई नहीं',
    'उपरोक्त सभी',
    'यांपैकी कोणतेही नाही',
    'वरील सर्व',
  ])('[CON-8] %s', (text) => {
    expect(pinnedOf('12', text, '14')).toEqual([text]);
  });

  it.each([
    'All men are mortal',
    'None of the boys came',
    'Both parents',
    '26 minutes and 18 seconds',
    'I and II only',
  ])('[CON-8] "%s" is an option like any other', (text) => {
    expect(pinnedOf('12', text)).toEqual([]);
  });

  it.each(['Both A and B', '(a) and (c)', 'B or D only', 'A, B & C'])(
    '[CON-8] "%s" names others by their letters, so all options keep their places',
    (text) => {
      expect(pinnedOf('12', '13', text)).toEqual(['12', '13', text]);
    },
  );

  it('[CON-8] leaves alone what the author has decided', () => {
    const free = { id: 'a', text: { en: 'None of these' }, pinned: false };
    const held = { id: 'b', text: { en: '12' }, pinned: true };
    expect(pinFixedPlaces([free, held])).toEqual([free, held]);
  });
});
