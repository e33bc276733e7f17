import process from 'node:process';

/**
 * Loaded into a server before its own program (`node --import`). Whoever started the server holds the other end of its
 * standard input: when that is gone, the server goes too. A process that was killed cannot take anything along by itself.
 */
const end = () => process.exit(1);
process.stdin.on('end', end).on('error', end).resume();
process.stdin.unref();
