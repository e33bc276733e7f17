import process from 'node:process';
import { chaos } from '../../bench/chaos/cli.ts';
import { benchLender } from './benchLender.ts';

/** `npm run chaos`: everything that can go wrong, while candidates save. */

process.exitCode = await chaos(process.argv.slice(2), benchLender);
