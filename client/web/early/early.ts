import './fillGaps.ts';
import { firstQuestionsPath } from '../../session/firstQuestionsPath.ts';
import { loadTexts } from '../shared/texts/catalogues.ts';
import { preferredLanguage } from '../shared/texts/preferredLanguage.ts';
import { dialEarly, greetingOf } from './earlyLine.ts';
import { askEarly } from './earlyReplies.ts';
import { examSatAt } from './examAddress.ts';

/**
 * A thousand bytes that run as soon as they have come: the network, which is slow where it matters, answers what the page
 * will ask while the page's program is still on its way. Without it everything works, only later.
 */
const language = preferredLanguage();
loadTexts(language).catch(() => {});
if (/^\/(?:exams\/.*)?$/.test(location.pathname)) beginAsCandidate().catch(() => {});

async function beginAsCandidate(): Promise<void> {
  const examId = examSatAt(location.pathname);
  const line = examId === null ? null : dialEarly();
  const renewed = await askEarly('POST', '/api/sessions/renew', {
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (line === null) return;
  const { accessToken } = await bodyOf(renewed);
  if (typeof accessToken !== 'string') return line.close();
  line.greet(greetingOf('/candidate', accessToken));
  const init = { headers: { authorization: `Bearer ${accessToken}` } };
  const { exams } = await bodyOf(await askEarly('GET', '/api/exams', init));
  const exam: unknown = Array.isArray(exams) ? exams.find(({ id }) => id === examId) : undefined;
  const { attemptId, status } = fieldsOf(exam);
  if (typeof attemptId === 'string' && status === 'in-progress') {
    askEarly('GET', firstQuestionsPath(attemptId), init).catch(() => {});
  }
  if (language !== 'en') await loadDevanagari();
}

/** Whoever the reply is for reads it again. */
async function bodyOf(reply: Response): Promise<Partial<Record<string, unknown>>> {
  return fieldsOf(await reply.clone().json());
}

function fieldsOf(value: unknown): Partial<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The page's style sheet is small and has come by now; its letters are asked for before there is one on the screen. */
async function loadDevanagari(): Promise<void> {
  for (const weight of [400, 600]) await document.fonts.load(`${weight} 1em "Pariksha Devanagari"`, 'क');
}
