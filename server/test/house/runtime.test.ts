import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { repositoryRoot } from './sourceFiles.ts';

it('[HOU-12] the tests run on the pinned Node', () => {
  expect(process.versions.node).toBe(manifest.dependencies.node);
});

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const lockfile: Lockfile = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8'));
const locked = new Map(Object.entries(lockfile.packages));

it('[HOU-13] package-lock.json says nothing of the machine that wrote it', () => {
  const resolved = [...locked.values()].flatMap((entry) => entry.resolved ?? []);
  expect(resolved.filter((address) => !address.startsWith('https://registry.npmjs.org/'))).toEqual([]);
});

it('[HOU-14] package-lock.json holds what each platform needs', () => {
  const missing = [...locked].flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, wanted]) => {
        const found = locked.get(`${path}/node_modules/${name}`) ?? locked.get(`node_modules/${name}`);
        const isExact = /^\d/.test(wanted);
        return found === undefined || (isExact && found.version !== wanted);
      })
      .map(([name, wanted]) => `${name}@${wanted}`),
  );
  expect(missing).toEqual([]);
});
