import { contractSettings, liveContract } from '../test/liveContract.ts';
import { createMemoryLive } from './memoryLive.ts';

liveContract('memory', async () => createMemoryLive(contractSettings));
