import { ceiling } from './ceiling.ts';
import type { Scenario } from './scenario.ts';

export const floor: Scenario = {
  ...ceiling,
  name: 'floor',
  about: 'The ceiling of a bare Socket.IO server that acknowledges the same saves and keeps nothing.',
  onFloor: true,
};
