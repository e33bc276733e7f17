import { autosave } from './autosave.ts';
import { ceiling } from './ceiling.ts';
import { deadlineSurge } from './deadlineSurge.ts';
import { extendAll } from './extendAll.ts';
import { floor } from './floor.ts';
import { morningSlot } from './morningSlot.ts';
import { proctorFanout } from './proctorFanout.ts';
import { reconnectStorm } from './reconnectStorm.ts';
import type { Scenario } from './scenario.ts';
import { signIn } from './signIn.ts';
import { slowNetwork } from './slowNetwork.ts';
import { startHerd } from './startHerd.ts';

export const scenarios: readonly Scenario[] = [
  autosave,
  ceiling,
  startHerd,
  morningSlot,
  deadlineSurge,
  reconnectStorm,
  proctorFanout,
  extendAll,
  signIn,
  slowNetwork,
  floor,
];
