import { describe, expect, it } from 'vitest';
import type { OpenReply, WireQuestion } from '../../server/protocol/candidate.ts';
import { QuestionLoader, type Questions } from './questionLoader.ts';
import { SealedPapers, type SealedPapersOptions } from './sealedPapers.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import type { Outcome } from './transport.ts';

const question = (id: string): WireQuestion => ({
  id,
  sectionId: 's1',
  type: 'single',
  text: { en: id },
  marks: { correct: '1', wrong: '0', rule: 'all-or-nothing' },
  options: ['a', 'b', 'c'].map((option) => ({ id: option, text: { en: option } })),
});

const outline = (options: readonly string[]): OpenReply['paper'] => ({
  hash: 'paper',
  title: { en: 'Paper' },
  languages: ['en'],
  sections: [
    {
      id: 's1',
      title: { en: 'One' },
      state: 'open',
      questionIds: ['q2', 'q1'],
      sealed: { hash: 'h1', contentKey: 'k', options },
    },
  ],
});

const bothQuestions = JSON.stringify([question('q1'), question('q2')]);

interface Parts {
  readonly unseal?: () => Promise<string>;
  readonly api?: Partial<SealedPapersOptions['api']>;
}

async function fetched({ unseal = async () => bothQuestions, api = {} }: Parts = {}) {
  const environment = new FakeEnvironment(1);
  const papers = new SealedPapers({
    api: {
      sealed: async () => ({
        kind: 'done',
        reply: { paper: 'paper', sections: [{ sectionId: 's1', hash: 'h1', bytes: 3 }] },
      }),
      ciphertext: async () => new ArrayBuffer(3),
      ...api,
    },
    credentials: { authorised: (ask) => ask('token') },
    environment,
    unsealer: { prepare: () => undefined, unseal },
  });
  await papers.prefetch('exam');
  return { papers, environment };
}

/** What a page gets: its questions, and which of them had to be streamed. */
async function loaded({ papers, environment }: Awaited<ReturnType<typeof fetched>>, options = ['20', '']) {
  const streamed: string[] = [];
  let questions: Questions = {};
  const loader = new QuestionLoader({
    transport: {
      stream: async ({ from, count }, onChunk): Promise<Outcome<{ count: number }>> => {
        const ids = ['q2', 'q1'].slice(from, from + count);
        streamed.push(...ids);
        onChunk({ from, questions: ids.map(question) });
        return { kind: 'done', reply: { count: ids.length } };
      },
    },
    sealed: papers,
    environment,
    isReady: () => true,
    onQuestions: (now) => {
      questions = now;
    },
  });
  loader.want('attempt', outline(options));
  await environment.until(() => Object.keys(questions).length === 2);
  loader.stop();
  return { streamed, optionsOf: (id: string) => questions[id]?.options?.map((option) => option.id) };
}

describe('[SPA-1, SPA-7] sealed papers on a page', () => {
  it('[SPA-1] bring every question in its order of options, and nothing is streamed', async () => {
    const { streamed, optionsOf } = await loaded(await fetched(), ['201', '']);
    expect(streamed).toEqual([]);
    expect(optionsOf('q2')).toEqual(['c', 'a', 'b']);
    expect(optionsOf('q1')).toEqual(['a', 'b', 'c']);
  });

  it.each<[string, Parts, (readonly string[])?]>([
    ['cannot be opened', { unseal: () => Promise.reject(new Error('The tag does not fit.')) }],
    ['never open', { unseal: () => new Promise(() => undefined) }],
    ['are no questions', { unseal: async () => '{"more": 1}' }],
    ['are no JSON', { unseal: async () => '<html>' }],
    ['lack a question', { unseal: async () => JSON.stringify([question('q1')]) }],
    ['lack an option', {}, ['9', '']],
    ['are not named', { api: { sealed: async () => ({ kind: 'unknown' }) } }],
    ['cannot be fetched', { api: { ciphertext: async () => null } }],
  ])('[SPA-7] are streamed when they %s', async (_why, parts, options) => {
    const { streamed } = await loaded(await fetched(parts), options && [...options]);
    expect(streamed).toEqual(['q2', 'q1']);
  });

  it('[SPA-7] ask for keys only as long as something waits for them', async () => {
    const page = await fetched();
    expect([page.papers.has('exam'), page.papers.has('another')]).toEqual([true, false]);
    await loaded(page);
    expect(page.papers.has('exam')).toBe(false);
  });

  it('[SPA-7] come at a random moment of the time they are given, unless that is called off', async () => {
    const { papers, environment } = await fetched({ api: { sealed: async () => ({ kind: 'unknown' }) } });
    const asked: number[] = [];
    papers.prefetch = async () => void asked.push(environment.monotonic());
    const start = environment.monotonic();
    for (let page = 0; page < 40; page += 1) papers.prefetchWithin('exam', 10_000);
    papers.prefetchWithin('exam', 10_000)();
    await environment.advance(10_000);
    expect(asked).toHaveLength(40);
    const moments = asked.map((at) => at - start);
    expect(Math.min(...moments)).toBeLessThan(3_000);
    expect(Math.max(...moments)).toBeGreaterThan(7_000);
    expect(Math.max(...moments)).toBeLessThanOrEqual(10_000);
  });
});
