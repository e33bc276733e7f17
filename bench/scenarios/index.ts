import { autosave } from './autosave.ts';
import type { Scenario } from './scenario.ts';

export const scenarios: readonly Scenario[] = [autosave];
