import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { repositoryRoot } from './sourceFiles.ts';

it('[HOU-12] the tests run on the pinned Node', () => {
  expect(process.versions.node).toBe(manifest.dependencies.node);
});

it('[HOU-13] package-lock.json says nothing of the machine that wrote it', () => {
  const lockfile = readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8');
  const addresses = lockfile.match(/"(resolved|link)": .*/g) ?? [];
  const foreign = addresses.filter((line) => !line.startsWith('"resolved": "https://registry.npmjs.org/'));
  expect(foreign).toEqual([]);
});
