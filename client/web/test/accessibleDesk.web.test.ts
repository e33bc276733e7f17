import { describe, it } from 'vitest';
import { accessibleWalk } from './accessibleWalk.ts';

describe('every page in every state and every set of colours, on a desk in English', () => {
  it('[WEB-80] has nothing that axe finds fault with', accessibleWalk('en', 1280, 'teacher02'), 600_000);
});
