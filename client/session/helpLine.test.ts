import { describe, expect, it } from 'vitest';
import { wireError } from '../../server/protocol/errorSentences.ts';
import { type Help, noHelpMemory } from './helpLine.ts';
import { localHelp } from './stores/localHelp.ts';
import { rough } from './test/modelTransport.ts';
import { type Page, World } from './test/world.ts';

const progressOf = ({ session }: Page) => session.state.help.map(({ progress }) => progress.kind);

function storage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => void items.delete(key),
    setItem: (key, value) => void items.set(key, value),
  };
}

describe('[OBS-9] a call for a person and a report about a question', () => {
  it('are shown as received when the server has them, and not before', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.callInvigilator('My keyboard');
    page.session.reportQuestion('q2', 'No option is right');
    expect(progressOf(page)).toEqual(['waiting', 'waiting']);
    await world.environment.until(() => progressOf(page).every((kind) => kind === 'received'));
    expect([...world.server.helped.values()]).toEqual(['My keyboard', 'No option is right']);
    expect(page.session.state.help[0]?.progress).toMatchObject({ at: expect.any(Number) });
  });

  it('wait while there is no network, and arrive once however often they are sent', async () => {
    const world = new World(7);
    const page = await world.writingPage({ accidents: rough });
    page.transport.drop(120_000);
    for (let i = 0; i < 5; i += 1) page.session.callInvigilator(`call ${i}`);
    expect(progressOf(page)).toEqual(Array(5).fill('waiting'));
    await world.environment.until(() => progressOf(page).every((kind) => kind === 'received'));
    expect([...world.server.helped.values()].toSorted()).toEqual([0, 1, 2, 3, 4].map((i) => `call ${i}`));
  });

  it('are possible while the exam is paused', async () => {
    const world = new World();
    const page = await world.writingPage();
    world.server.pause();
    await world.environment.until(() => page.session.state.status.kind === 'paused');
    page.session.callInvigilator('');
    await world.environment.until(() => progressOf(page)[0] === 'received');
  });

  it('outlive the page on the device, and are sent by the next one', async () => {
    const world = new World();
    const kept = storage();
    const helpMemory = localHelp(() => kept);
    const page = await world.writingPage({ helpMemory });
    page.transport.drop(600_000);
    page.session.reportQuestion('q1', 'Two options are the same');
    await page.session.close();
    expect(kept.length).toBe(1);
    const next = await world.writingPage({ helpMemory });
    await world.environment.until(() => progressOf(next)[0] === 'received');
    expect([...world.server.helped.values()]).toEqual(['Two options are the same']);
    expect(kept.length).toBe(0);
  });

  it('that the server does not take are shown with its reason, and the others go on', async () => {
    const world = new World();
    const page = await world.writingPage();
    world.server.trouble = wireError('not-found');
    page.session.reportQuestion('q1', 'Odd');
    await world.environment.until(() => progressOf(page)[0] === 'refused');
    expect(page.session.state.help[0]?.progress).toMatchObject({ error: { code: 'not-found' } });
    world.server.trouble = null;
    page.session.callInvigilator('Please come');
    await world.environment.until(() => progressOf(page)[1] === 'received');
  });

  it('are cut to what the contract takes', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.callInvigilator(`${'x'.repeat(499)}😀\u0000`);
    await world.environment.until(() => progressOf(page)[0] === 'received');
    expect([...world.server.helped.values()]).toEqual([`${'x'.repeat(499)}\ufffd`]);
  });

  it('live with the page where the device keeps nothing, or keeps nonsense', () => {
    const broken = localHelp(() => {
      throw new Error('forbidden');
    });
    const help: Help = { kind: 'call', id: 'a', askedAt: 0, text: '', progress: { kind: 'waiting' } };
    broken.save('attempt-1', [help]);
    expect(broken.load('attempt-1')).toEqual([]);
    expect(noHelpMemory.load('attempt-1')).toEqual([]);
    const kept = storage();
    kept.setItem('pariksha:help:attempt-1', '[{"kind":"party"}]');
    expect(localHelp(() => kept).load('attempt-1')).toEqual([]);
  });
});
