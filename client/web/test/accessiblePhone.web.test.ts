import { describe, it } from 'vitest';
import { accessibleWalk } from './accessibleWalk.ts';

describe('every page in every state and every set of colours, on a phone in Hindi', () => {
  it(
    '[WEB-80, WEB-83] has nothing that axe finds fault with, nor that wide spacing cuts off',
    accessibleWalk('hi', 360, 'teacher01'),
    600_000,
  );
});
