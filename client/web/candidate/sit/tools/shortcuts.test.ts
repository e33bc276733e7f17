import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const press = (key: string, code = '', more: object = {}) =>
  shortcutOf({ key, code, altKey: false, ctrlKey: false, metaKey: false, ...more });

describe('shortcuts', () => {
  it('[WEB-74] are single letters, large or small', () => {
    expect(press('n', 'KeyN')).toBe('next');
    expect(press('N', 'KeyN')).toBe('next');
    expect(press('?', 'Slash')).toBe('shortcuts');
    expect(press('z', 'KeyZ')).toBeNull();
    expect(press('Enter', 'Enter')).toBeNull();
  });

  it('[WEB-74] are found by their place on a keyboard that writes another script', () => {
    expect(press('ल', 'KeyN')).toBe('next');
    expect(press('स', 'KeyM')).toBe('mark');
    expect(press('1', 'KeyN')).toBeNull();
  });

  it('[WEB-74] leave to the browser what is pressed with Ctrl, Alt or Cmd', () => {
    for (const held of ['altKey', 'ctrlKey', 'metaKey']) {
      expect(press('p', 'KeyP', { [held]: true })).toBeNull();
    }
  });
});
