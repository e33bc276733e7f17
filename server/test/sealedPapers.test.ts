import { createHash, hash as digestOf } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realEnvironment } from '../../client/session/environment.ts';
import { SealedPapers } from '../../client/session/sealedPapers.ts';
import { type SealedText, unseal } from '../../client/session/unseal.ts';
import type { PaperContent } from '../domain/content.ts';
import { PostgresSealedSections } from '../ledger/sealedSections.ts';
import type { OpenReply, WireQuestion } from '../protocol/candidate.ts';
import { sealContext } from '../protocol/sealed.ts';
import { claimsOf, everyType, publishExam, rulesAt } from './exams.ts';
import type { TestNode } from './node.ts';
import { multiple, paper, section, single, trueFalse } from './paperBuilders.ts';
import { codeOf, must, Page, startWorld, type World } from './world.ts';

const minute = 60_000;

describe('sealed papers', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
  });

  afterAll(() => world.stop());

  /** Two sections, everything shuffled, nothing drawn. */
  function content(navigation: 'free' | 'locked' = 'free', opensInMs = -minute): PaperContent {
    const rules = { ...rulesAt(world.clock.now()), navigation, opensAt: world.clock.now() + opensInMs };
    const own = navigation === 'locked' ? { durationMs: rules.durationMs / 2 } : {};
    const shuffled = { shuffleQuestions: true, shuffleOptions: true, ...own };
    return paper({
      // Each test has a paper of its own.
      title: { en: crypto.randomUUID() },
      rules,
      sections: [
        section('s1', [single('q1'), multiple('q2'), single('q3'), trueFalse('q4')], shuffled),
        section('s2', [single('q5'), single('q6')], shuffled),
      ],
    });
  }

  async function published(of: PaperContent = content()): Promise<Page> {
    return new Page(world, world.a, await publishExam(world.a.prisma, { content: of }));
  }

  function manifestOf(page: Page, node: TestNode = page.node, who = page.who) {
    return node.useCases.sealedSections(who, page.exam.examId);
  }

  async function open(page: Page, epoch?: number): Promise<OpenReply> {
    const { who, exam, deviceId } = page;
    const request = { examId: exam.examId, deviceId, sealed: true, ...(epoch !== undefined && { epoch }) };
    const reply = must(await page.node.useCases.openAttempt(who, request));
    page.attemptId = reply.attemptId;
    page.epoch = reply.epoch;
    return reply;
  }

  async function streamed(page: Page): Promise<readonly WireQuestion[]> {
    const request = { attemptId: page.attemptId, from: 0, count: 200 };
    return must(await page.node.useCases.streamQuestions(page.who, request)).questions;
  }

  /** The sealed papers of a candidate's page, with what `unsealer` makes of them. */
  async function fetched(page: Page, open: (sealed: SealedText) => Promise<string> = unseal) {
    const papers = new SealedPapers({
      api: {
        sealed: async () => ({ kind: 'done', reply: must(await manifestOf(page)) }),
        ciphertext: async (hash) => bufferOf(await page.node.core.desk.sealed.ciphertext(hash)),
      },
      credentials: { authorised: (ask) => ask('token') },
      environment: realEnvironment,
      unsealer: { prepare: () => undefined, unseal: open },
    });
    await papers.prefetch(page.exam.examId);
    return papers;
  }

  it('[SPA-1] give with the keys of the reply what the stream gives, in the candidate’s order', async () => {
    const page = await published();
    const papers = await fetched(page);
    expect(papers.has(page.exam.examId)).toBe(true);
    const { paper: outline } = await open(page);
    const opened = await Promise.all(outline.sections.map((each) => papers.open(outline.hash, each)));
    expect(opened.flatMap((questions) => questions ?? [])).toEqual(await streamed(page));
    expect(papers.has(page.exam.examId)).toBe(false);
  });

  it('[SPA-1] give the same when the page comes back with its epoch', async () => {
    const page = await published();
    const { paper: first, epoch } = await open(page);
    const { paper: again } = await open(page, epoch);
    expect(again).toEqual(first);
  });

  it('[SPA-2] keep their keys to themselves until the exam opens, and from pages that did not ask', async () => {
    const page = await published(content('free', minute));
    expect(must(await manifestOf(page)).sections).toHaveLength(2);
    const { who, exam, deviceId } = page;
    const request = { examId: exam.examId, deviceId, sealed: true };
    const early = await page.node.useCases.openAttempt(who, request);
    expect(codeOf(early)).toBe('not-open-yet');
    expect(JSON.stringify(early)).not.toContain('contentKey');
    world.clock.advance(minute);
    const unasked = await page.open();
    expect(unasked.paper.sections.map((each) => each.sealed)).toEqual([undefined, undefined]);
    expect(JSON.stringify(await page.state())).not.toContain('contentKey');
    const asked = await open(page);
    expect(asked.paper.sections.map((each) => each.sealed?.options.length)).toEqual([4, 2]);
  });

  it('[SPA-2] of a locked section open with it, and to the candidate who is there', async () => {
    const page = await published(content('locked'));
    const keysOf = ({ paper: { sections } }: OpenReply) => sections.map((each) => each.sealed !== undefined);
    const { epoch, ...first } = await open(page);
    expect(keysOf({ epoch, ...first })).toEqual([true, false]);
    world.clock.advance(30 * minute);
    expect(keysOf(await open(page, epoch))).toEqual([false, true]);
  });

  it('[SPA-3] are named to those who are enrolled only', async () => {
    const page = await published();
    const stranger = claimsOf(crypto.randomUUID());
    expect(codeOf(await manifestOf(page, world.a, stranger))).toBe('not-found');
    expect(codeOf(await world.a.useCases.sealedSections(page.who, 'no-exam'))).toBe('not-found');
  });

  it('[SPA-3] are found by the SHA-256 of what is served, and not under any other name', async () => {
    const page = await published();
    const { sealed } = world.b.core.desk;
    for (const { hash, bytes } of must(await manifestOf(page)).sections) {
      const ciphertext = await sealed.ciphertext(hash);
      expect(createHash('sha256').update(ciphertext!).digest('hex')).toBe(hash);
      expect(ciphertext!.byteLength).toBe(bytes);
    }
    expect(await sealed.ciphertext('0'.repeat(64))).toBeNull();
  });

  it('[SPA-4] leave out a section that draws from a larger pool', async () => {
    const page = await published(everyType(rulesAt(world.clock.now())));
    expect(must(await manifestOf(page)).sections.map(({ sectionId }) => sectionId)).toEqual(['s1']);
    const papers = await fetched(page);
    const { paper: outline } = await open(page);
    expect(outline.sections.map((each) => each.sealed !== undefined)).toEqual([true, false]);
    expect(await papers.open(outline.hash, outline.sections[1]!)).toBeNull();
  });

  it('[SPA-6] are the same on nodes that seal at the same moment, each section under a key of its own', async () => {
    const page = await published();
    const [a, b] = await Promise.all([manifestOf(page, world.a), manifestOf(page, world.b)]);
    expect(must(a)).toEqual(must(b));
    const { paper: outline } = await open(page);
    const keys = outline.sections.map((each) => each.sealed?.contentKey);
    expect(new Set(keys).size).toBe(2);
    const rows = await world.a.prisma.sealedSection.findMany({ where: { paperHash: outline.hash } });
    for (const { keyEncrypted } of rows) {
      for (const key of keys)
        expect(Buffer.from(keyEncrypted).includes(Buffer.from(key ?? '', 'base64url'))).toBe(false);
    }
    const strange = new PostgresSealedSections(world.a.prisma, Buffer.alloc(32, 8));
    await expect(strange.ofPaper(outline.hash, () => [])).rejects.toThrow('master key');
  });

  it('[SPA-7] that were changed, or belong to another section or paper, are not opened', async () => {
    const page = await published();
    const { paper: outline } = await open(page);
    const damages: ((sealed: SealedText) => SealedText)[] = [
      (sealed) => ({ ...sealed, ciphertext: changed(sealed.ciphertext, 0) }),
      (sealed) => ({ ...sealed, ciphertext: changed(sealed.ciphertext, 40) }),
      (sealed) => ({ ...sealed, ciphertext: sealed.ciphertext.slice(0, -1) }),
      (sealed) => ({ ...sealed, context: sealContext(outline.hash, 's2') }),
      (sealed) => ({ ...sealed, key: Buffer.alloc(32, 1).toString('base64url') }),
      (sealed) => ({ ...sealed, key: '' }),
    ];
    for (const damage of damages) {
      const papers = await fetched(page, (sealed) => unseal(damage(sealed)));
      expect(await papers.open(outline.hash, outline.sections[0]!)).toBeNull();
    }
  });

  it('[SPA-7] are missing, and the exam opens all the same, when they cannot be read', async () => {
    const page = await published();
    await world.a.prisma.$executeRaw`ALTER TABLE sealed_section RENAME TO sealed_section_away`;
    try {
      const reply = await open(page);
      expect(reply.paper.sections.map((each) => each.sealed)).toEqual([undefined, undefined]);
      expect(await streamed(page)).toHaveLength(6);
    } finally {
      await world.a.prisma.$executeRaw`ALTER TABLE sealed_section_away RENAME TO sealed_section`;
    }
  });

  it('[SPA-8] are not changed by anybody, and are stored only under their own hash', async () => {
    const page = await published();
    const [first] = must(await manifestOf(page)).sections;
    const { prisma } = world.a;
    const change = prisma.$executeRaw`UPDATE sealed_section SET key_encrypted = ''::bytea WHERE hash = ${first!.hash}`;
    await expect(change).rejects.toThrow('append-only');
    await expect(prisma.$executeRaw`DELETE FROM sealed_section`).rejects.toThrow('append-only');
    const row = {
      paperHash: page.exam.paperHash,
      sectionId: 'another',
      hash: digestOf('sha256', 'something else', 'hex'),
      ciphertext: new Uint8Array([1, 2, 3]),
      keyEncrypted: new Uint8Array(),
    };
    await expect(prisma.sealedSection.create({ data: row })).rejects.toThrow();
  });
});

function bufferOf(bytes: Uint8Array | null): ArrayBuffer | null {
  return bytes === null ? null : new Uint8Array(bytes).buffer;
}

/** With one bit changed. */
function changed(ciphertext: ArrayBuffer, at: number): ArrayBuffer {
  const bytes = new Uint8Array(ciphertext.slice());
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.buffer;
}
