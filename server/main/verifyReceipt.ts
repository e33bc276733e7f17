import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config/config.ts';
import { indianTime } from './indianTime.ts';
import {
  type KeySource,
  type OfflineCheck,
  printable,
  type ReceiptFile,
  readReceiptFile,
  verifyOffline,
} from './offlineReceipt.ts';
import { readInput } from './readInput.ts';
import { StartError } from './startError.ts';
import { runTool, type Say, UsageError } from './tool.ts';

/** `npm run verify-receipt`: whether a receipt is genuine, without asking any server. */

const usage = `npm run verify-receipt -- FILE [--jwks FILE]

FILE is a receipt as it was downloaded: the signed text alone, or JSON {receipt, jwks}. Keys are taken from --jwks, or
else from the data folder of this installation, or else from FILE itself, which anybody could have put there.
Exit code 0: valid, 1: not valid, 2: wrong usage, 3: unchanged, but who signed it is not proven.`;

await runTool(usage, async (say) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jwks: { type: 'string' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('Name one file.');
  const file = readReceiptFile(new TextDecoder().decode(await readInput(path)));
  if (file === null) {
    say(`NOT VALID: ${path} holds no receipt, neither as signed text nor as JSON {receipt, jwks}.`);
    return 1;
  }
  return report(await verifyOffline(file.receipt, await keySources(file, values.jwks)), say);
});

async function keySources(file: ReceiptFile, given: string | undefined): Promise<readonly KeySource[]> {
  if (given !== undefined) {
    const text = new TextDecoder().decode(await readInput(given));
    return [{ name: given, trusted: true, jwks: parse(text, given) }];
  }
  const own = join(loadConfig(process.env).data.folder, 'jwks.json');
  const text = await readFile(own, 'utf8').catch(() => null);
  return [
    ...(text === null ? [] : [{ name: own, trusted: true, jwks: parse(text, own) }]),
    ...(file.jwks === undefined
      ? []
      : [{ name: 'the file of the receipt', trusted: false, jwks: file.jwks }]),
  ];
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new StartError(`The file ${path} holds no keys: it is not JSON.`);
  }
}

function report(check: OfflineCheck, say: Say): number {
  if (!check.valid) {
    say(`NOT VALID: ${check.reason}`);
    return 1;
  }
  const { payload, source, thumbprint } = check;
  say(
    source.trusted
      ? `VALID: signed with the key of ${source.name}, and unchanged since.`
      : 'UNCHANGED, but ORIGIN NOT PROVEN: the key came with the receipt itself, and anybody could have made both.',
  );
  say(`key        ${thumbprint} (RFC 7638)`);
  if (!source.trusted) {
    say('           Compare this with the key that the exam office announces, or give its keys with --jwks.');
  }
  say(`issued by  ${printable(payload.iss)}`);
  say(`exam       ${printable(payload.examId)}`);
  say(`candidate  ${printable(payload.candidateId)}`);
  say(`attempt    ${printable(payload.attemptId)}`);
  say(`paper      ${printable(payload.paper)}`);
  say(`handed in  ${indianTime(payload.sealedAt)} (${printable(payload.reason)})`);
  say(`answered   ${payload.answered} questions, ${payload.through} entries of page ${payload.epoch}`);
  say(`answers    ${printable(payload.digest)} (SHA-256)`);
  say(`log        frame ${payload.sealSeq}, behind ${printable(payload.head)}`);
  say('Whether a later receipt has replaced this one, only the server knows.');
  return source.trusted ? 0 : 3;
}
