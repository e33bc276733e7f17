import { spawn } from 'node:child_process';
import process from 'node:process';

/**
 * `node leash.ts PROGRAM ARGUMENTS…`: runs a program for as long as whoever started it lives, which it knows by its
 * standard input being open. A process that was killed cannot take anything along by itself.
 */
const [program = '', ...programArguments] = process.argv.slice(2);
const child = spawn(program, programArguments, { stdio: 'ignore' });
const end = () => void child.kill('SIGTERM');
process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end);
child.once('error', () => process.exit(127));
child.once('exit', (code) => process.exit(code ?? 1));
