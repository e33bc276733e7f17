import { loadTexts } from '../shared/texts/catalogues.ts';
import { preferredLanguage } from '../shared/texts/preferredLanguage.ts';
import { askEarly } from './earlyReplies.ts';

/**
 * A few hundred bytes that run as soon as they have come: the network, which is slow where it matters, answers what the page
 * will ask while the page's program is still on its way. Without it everything works, only later.
 */
const language = preferredLanguage();
loadTexts(language).catch(() => {});
if (/^\/(?:exams\/.*)?$/.test(location.pathname)) beginAsCandidate().catch(() => {});

async function beginAsCandidate(): Promise<void> {
  const renewed = await askEarly('POST', '/api/sessions/renew', {
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (!/\/sit$/.test(location.pathname)) return;
  const reply: unknown = await renewed.clone().json();
  const token = typeof reply === 'object' && reply !== null ? Reflect.get(reply, 'accessToken') : undefined;
  if (typeof token !== 'string') return;
  await askEarly('GET', '/api/exams', { headers: { authorization: `Bearer ${token}` } });
  if (language !== 'en') await loadDevanagari();
}

/** The page's style sheet is small and has come by now; its letters are asked for before there is one on the screen. */
async function loadDevanagari(): Promise<void> {
  for (const weight of [400, 600]) await document.fonts.load(`${weight} 1em "Pariksha Devanagari"`, 'क');
}
