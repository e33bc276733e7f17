import { type AttemptState, type OpenedState, unopened } from '../domain/attempt.ts';
import { fold } from '../domain/evolve.ts';
import type { Frame } from '../domain/frame.ts';
import { ImpossibleHistory } from '../domain/frameTransitions.ts';
import type { PaperKey } from '../domain/key.ts';
import type { PaperIndex } from '../domain/paperIndex.ts';
import type { Score } from '../domain/scoring.ts';
import { attemptContext } from './attemptContext.ts';
import { canonicalJson } from './content/canonicalJson.ts';
import type {
  AttemptEvidence,
  Evidence,
  StoredCommand,
  StoredFrame,
  StoredScore,
  StoredSubmission,
} from './ports/evidence.ts';
import { type Digest, type ReceiptSigner, Unavailable } from './ports.ts';
import { sealedAnswersText } from './receipts.ts';
import { scoreDetail, scoreState } from './scoreAttempt.ts';
import { readReceipt, type Sealing, sealingsIn, stateAt } from './sealings.ts';

export interface AuditWorld {
  readonly evidence: Evidence;
  readonly papers: { paper(hash: string): Promise<PaperIndex> };
  readonly receipts: Pick<ReceiptSigner, 'sign' | 'verify'>;
  readonly digest: Digest;
}

/** Something that the rules do not allow, and where: `frame 7`, `submission 9`, `exam command 2`. */
export interface Finding {
  readonly where: string;
  readonly message: string;
}

export interface Audit {
  /** Empty when everything is as it was written. */
  readonly findings: readonly Finding[];
  readonly frames: number;
  readonly commands: number;
  readonly status: string;
  /** Hash of the last frame, hex: whoever noted it earlier can compare. */
  readonly head: string;
  readonly seals: readonly { readonly seq: number; readonly sealedAt: number; readonly digest: string }[];
}

/**
 * Recomputes everything that can be known of an attempt from its rows: both chains, the history they tell, and for each
 * seal its submission, its receipt, the receipt's signature, the answers behind the digest and the scores. Who rewrote
 * all of them alike could still not have changed what somebody holds: `witness` is a receipt (JWS) that was handed out,
 * and has to be in the log. `null`: no such attempt.
 */
export async function auditAttempt(
  world: AuditWorld,
  attemptId: string,
  witness?: string,
): Promise<Audit | null> {
  const evidence = await world.evidence.collect(attemptId);
  if (evidence === null) return null;
  const { frames, commands, submissions, attempt } = evidence;
  const readable = frames.flatMap(({ frame }) => (frame === null ? [] : [frame]));
  const sealings = sealingsIn(readable);
  const chains = [
    ...checkFrames(frames),
    ...checkCommands(commands),
    ...checkExamSeqs(readable, commands.length),
  ];
  const pairs = checkSubmissions(sealings, submissions, evidence);
  const history = await checkHistory(world, evidence, readable, sealings);
  const signatures = sealings.flatMap((sealing) => checkSignature(world, sealing));
  const held = witness === undefined ? [] : checkWitness(world, witness, attemptId, sealings);
  return {
    findings: [...chains, ...pairs, ...history, ...signatures, ...held],
    frames: frames.length,
    commands: commands.length,
    status: attempt.status,
    head: frames.at(-1)?.hash ?? '',
    seals: sealings.map(({ seq, at, receipt }) => ({
      seq,
      sealedAt: at,
      digest: readReceipt(receipt)?.digest ?? 'unreadable',
    })),
  };
}

function checkFrames(frames: readonly StoredFrame[]): Finding[] {
  if (frames.length === 0) return [{ where: 'the log', message: 'is empty, though the attempt was opened' }];
  const findings: Finding[] = [];
  let expectedSeq = 1;
  let open = false;
  for (const { seq, frame, hash, expectedHash } of frames) {
    const where = `frame ${seq}`;
    if (seq !== expectedSeq)
      findings.push({ where, message: `follows a gap: frame ${expectedSeq} is missing` });
    if (hash !== expectedHash) {
      findings.push({
        where,
        message: 'has a hash that its content and the frame before it do not give: one of them was changed',
      });
    }
    if (frame === null) findings.push({ where, message: 'has a body that cannot be read' });
    else {
      if (seq > 1 && !open && !mayFollowSeal.has(frame.kind)) {
        findings.push({ where, message: `is "${frame.kind}", which cannot stand behind a seal` });
      }
      const opens = openAfter(frame, open);
      if (frame.open !== opens) {
        findings.push({
          where,
          message: `says that answers ${frame.open ? 'may' : 'may not'} follow it, which is wrong`,
        });
      }
      open = opens;
    }
    expectedSeq = seq + 1;
  }
  return findings;
}

const mayFollowSeal: ReadonlySet<Frame['kind']> = new Set(['late', 'adjudicated', 'reopened']);

function openAfter({ kind }: Frame, before: boolean): boolean {
  if (kind === 'sealed') return false;
  return kind === 'opened' || kind === 'reopened' ? true : before;
}

function checkCommands(commands: readonly StoredCommand[]): Finding[] {
  return commands.flatMap(({ command, hash, expectedHash }, i) => {
    const where = `exam command ${command.seq}`;
    const findings: Finding[] = [];
    if (command.seq !== i + 1)
      findings.push({ where, message: `stands in place ${i + 1} of the log: one is missing` });
    if (hash !== expectedHash) {
      findings.push({
        where,
        message: 'has a hash that its content and the command before it do not give: one of them was changed',
      });
    }
    return findings;
  });
}

function checkExamSeqs(frames: readonly Frame[], commands: number): Finding[] {
  return frames
    .filter(({ examSeq }) => examSeq > commands)
    .map(({ seq, examSeq }) => ({
      where: `frame ${seq}`,
      message: `was decided under exam command ${examSeq}, but the exam's log ends with ${commands}`,
    }));
}

/** A frame that seals and a submission always come together, with the same content. */
function checkSubmissions(
  sealings: readonly Sealing[],
  submissions: readonly StoredSubmission[],
  { attempt }: AttemptEvidence,
): Finding[] {
  const findings: Finding[] = [];
  const bySeq = new Map(submissions.map((submission) => [submission.sealSeq, submission]));
  for (const { seq, kid, receipt, reason, at } of sealings) {
    const submission = bySeq.get(seq);
    bySeq.delete(seq);
    if (submission === undefined) {
      findings.push({
        where: `frame ${seq}`,
        message: 'seals the attempt, but there is no submission for it',
      });
      continue;
    }
    const differing = [
      ...(submission.receipt === receipt ? [] : ['receipt']),
      ...(submission.kid === kid ? [] : ['key']),
      ...(reason === null || submission.reason === reason ? [] : ['reason']),
      ...(submission.sealedAt === at ? [] : ['time']),
      ...(submission.digest === readReceipt(receipt)?.digest ? [] : ['digest']),
      ...(submission.examId === attempt.examId ? [] : ['exam']),
      ...(submission.candidateId === attempt.candidateId ? [] : ['candidate']),
    ];
    if (differing.length > 0) {
      findings.push({
        where: `submission ${seq}`,
        message: `does not agree with its frame: ${differing.join(', ')}`,
      });
    }
  }
  for (const seq of bySeq.keys()) {
    findings.push({ where: `submission ${seq}`, message: 'has no frame that seals the attempt' });
  }
  return findings;
}

async function checkHistory(
  world: AuditWorld,
  evidence: AttemptEvidence,
  frames: readonly Frame[],
  sealings: readonly Sealing[],
): Promise<Finding[]> {
  const [first] = frames;
  if (first?.kind !== 'opened') return [{ where: 'frame 1', message: 'does not open the attempt' }];
  const paper = await findPaper(world, first.body.paper);
  if (typeof paper === 'string') return [{ where: 'the paper', message: paper }];
  const context = attemptContext(evidence.attempt, paper);
  const commands = evidence.commands.map(({ command }) => command);
  const findings: Finding[] = [];
  try {
    const state = fold(unopened, frames, commands, context);
    findings.push(...checkStatus(state, evidence.attempt.status));
  } catch (error) {
    if (!(error instanceof ImpossibleHistory)) throw error;
    findings.push({ where: 'the history', message: `is impossible. ${error.message}` });
  }
  for (const sealing of sealings) {
    const where = `receipt of frame ${sealing.seq}`;
    const state = stateAt(sealing, frames, commands, context);
    if (typeof state === 'string')
      findings.push({ where, message: `covers an impossible history. ${state}` });
    else {
      const digest = world.digest(sealedAnswersText(state));
      findings.push(...checkReceipt(sealing, evidence, first.body.paper, digest));
      const scores = evidence.scores.filter(({ sealSeq }) => sealSeq === sealing.seq);
      findings.push(...scores.flatMap((score) => checkScore(score, paper, state)));
    }
  }
  const unsealed = evidence.scores.filter(({ sealSeq }) => !sealings.some(({ seq }) => seq === sealSeq));
  for (const score of unsealed) findings.push(ofScore(score, 'has no frame that seals the attempt'));
  return findings;
}

function ofScore({ sealSeq }: StoredScore, message: string): Finding {
  return { where: `score of frame ${sealSeq}`, message };
}

/** The score is what the answers in the log give under the version of the key that its row names. */
function checkScore(stored: StoredScore, paper: PaperIndex, state: OpenedState): Finding[] {
  const { key, keyVersion, total, roundedAgrees, detail } = stored;
  if (key === null) {
    return [ofScore(stored, `names version ${keyVersion} of the key, which is not there`)];
  }
  const score = computeScore(paper, state, key);
  if (typeof score === 'string') return [ofScore(stored, `cannot be computed anew. ${score}`)];
  const source = `the answers in the log and version ${keyVersion} of the key`;
  const expected = canonicalJson({ ...scoreDetail(score), maximum: score.maximum });
  return [
    ...(total === score.total ? [] : [`has the total ${total}, but ${source} give ${score.total}`]),
    // One who changed the exact total has been named; the rounded one is held against what it was rounded from.
    ...(roundedAgrees || total !== score.total ? [] : [`has a rounded total that is not that of ${total}`]),
    ...(canonicalJson(detail) === expected ? [] : [`has marks of its parts that ${source} do not give`]),
  ].map((message) => ofScore(stored, message));
}

/** Text: why it cannot be computed. */
function computeScore(paper: PaperIndex, state: OpenedState, key: PaperKey): Score | string {
  try {
    return scoreState(paper, state, key);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What somebody was handed out is what the log says was handed out. */
function checkWitness(
  { receipts }: AuditWorld,
  witness: string,
  attemptId: string,
  sealings: readonly Sealing[],
): Finding[] {
  const given = (message: string): Finding[] => [{ where: 'the receipt given', message }];
  const verified = receipts.verify(witness);
  const held = verified && readReceipt(verified.payload);
  if (!verified || !held) return given('does not verify with the keys of this installation');
  if (held.attemptId !== attemptId) {
    return given(`is that of attempt ${held.attemptId}, not of this one`);
  }
  const sealing = sealings.find(({ seq }) => seq === held.sealSeq);
  if (sealing === undefined) return given(`is that of frame ${held.sealSeq}, which seals nothing`);
  if (sealing.receipt === verified.payload && sealing.kid === verified.kid) return [];
  const logged = new Map(Object.entries(readReceipt(sealing.receipt) ?? {}));
  const differing = Object.entries(held).flatMap(([name, value]) =>
    logged.get(name) === value ? [] : [name],
  );
  return given(`differs from that of frame ${sealing.seq}: ${differing.join(', ') || 'its text or its key'}`);
}

/** Text: why there is none that could be used. */
async function findPaper(world: AuditWorld, hash: string): Promise<PaperIndex | string> {
  try {
    return await world.papers.paper(hash);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

function checkStatus(state: AttemptState, status: string): Finding[] {
  const isSealed = state.status === 'sealed';
  if (isSealed === (status === 'sealed' || status === 'reopening')) return [];
  return [{ where: 'the attempt', message: `is kept as "${status}", but its log says "${state.status}"` }];
}

/** The receipt states what the log shows. */
function checkReceipt(sealing: Sealing, evidence: AttemptEvidence, paper: string, digest: string): Finding[] {
  const where = `receipt of frame ${sealing.seq}`;
  const receipt = readReceipt(sealing.receipt);
  if (receipt === null) return [{ where, message: 'cannot be read' }];
  const { attempt, frames } = evidence;
  const stated: readonly (readonly [what: string, stated: unknown, found: unknown])[] = [
    ['attempt', receipt.attemptId, attempt.attemptId],
    ['exam', receipt.examId, attempt.examId],
    ['candidate', receipt.candidateId, attempt.candidateId],
    ['paper', receipt.paper, paper],
    ['place of the seal', receipt.sealSeq, sealing.seq],
    ['head of the log', receipt.head, frames.find(({ seq }) => seq === sealing.seq - 1)?.hash],
    ['digest of the answers', receipt.digest, digest],
  ];
  return stated
    .filter(([, states, found]) => states !== found)
    .map(([what, states, found]) => ({
      where,
      message: `states the ${what} ${states}, but the log shows ${found}`,
    }));
}

/** Signed again with the key it names, the receipt is the one the candidate holds. */
function checkSignature({ receipts }: AuditWorld, { seq, receipt, kid }: Sealing): Finding[] {
  const where = `receipt of frame ${seq}`;
  try {
    const verified = receipts.verify(receipts.sign(receipt, kid));
    return verified?.payload === receipt ? [] : [{ where, message: `does not verify with the key ${kid}` }];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ where, message: `cannot be signed again. ${reason}` }];
  }
}
