import { describe, it } from 'vitest';
import { accessibleWalk } from './accessibleWalk.ts';

describe('every page in every state and every set of colours, on a phone in Hindi', () => {
  it('[WEB-80] has nothing that axe finds fault with', accessibleWalk('hi', 360, 'teacher01'), 600_000);
});
