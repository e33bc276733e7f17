import { randomInt } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What `demo-sign-ins.json` in the data folder holds: readable by its owner only, so that later starts can show it again. */
const file = z.object({
  /** The practice exam; absent while the first start is not through with it. */
  examId: z.string().exactOptional(),
  signIns: z.array(
    z.object({ username: z.string(), displayName: z.string(), role: z.string(), password: z.string() }),
  ),
});

export type DemoSignIns = z.infer<typeof file>;

const pathIn = (folder: string): string => join(folder, 'demo-sign-ins.json');

/** `null` when there is no such file, or none that can be read. */
export async function recallSignIns(folder: string): Promise<DemoSignIns | null> {
  const text = await readFile(pathIn(folder), 'utf8').catch(() => 'null');
  try {
    return file.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Replaces the file whole or not at all. */
export async function rememberSignIns(folder: string, signIns: DemoSignIns): Promise<void> {
  const path = pathIn(folder);
  const draft = `${path}.new`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, path);
}

const consonants = 'bdghjkmnprstv';
const vowels = 'aeiu';

/** Easy to read out and to type, 36 bits: `kavi-mure-4271`. */
export function readablePassword(): string {
  return `${word()}-${word()}-${randomInt(1_000, 10_000)}`;
}

function word(): string {
  return [consonants, vowels, consonants, vowels]
    .map((letters) => letters.charAt(randomInt(letters.length)))
    .join('');
}
