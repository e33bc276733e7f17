import process from 'node:process';
import { bench } from '../../bench/cli.ts';
import { benchLender } from './benchLender.ts';

/** `npm run bench`: the load of the real day. */

process.exitCode = await bench(process.argv.slice(2), benchLender);
