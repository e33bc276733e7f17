import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { colours, measures, spaces, types } from './tokens.ts';

const places = ['client/web/shared/tokens.css', 'client/web/shared/themes.css'];

describe('[WEB-94] the design system', () => {
  it('[WEB-94] shows every token that there is, and no other', () => {
    const named = readFileSync('client/web/shared/tokens.css', 'utf8').matchAll(/^ {2}(--[a-z0-9-]+):/gm);
    const shown = [...colours, ...spaces, ...types, ...measures].map(({ name }) => name);
    expect(shown.toSorted()).toEqual([...new Set([...named].map(([, name]) => name))].toSorted());
  });

  it('[WEB-94] no sheet has colours of its own', () => {
    const sheets = globSync('client/web/**/*.css').filter(
      (path) => !path.includes('/dist/') && !places.includes(path),
    );
    expect(sheets.length).toBeGreaterThan(10);
    const own = sheets.filter((path) =>
      /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(/i.test(
        readFileSync(path, 'utf8').replaceAll(/\/\*.*?\*\//gs, ''),
      ),
    );
    expect(own).toEqual([]);
  });
});
