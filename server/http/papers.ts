import type { Express } from 'express';
import type { PublicUseCases } from '../app/useCases.ts';
import { wireError } from '../protocol/errorSentences.ts';
import { sendError } from './errors.ts';

const yearS = 365 * 86_400;

/**
 * Sealed sections by the hash of their ciphertext. Without their keys they are noise, so anybody may fetch them, and
 * any cache between here and the candidates may keep them.
 */
export function mountPapers(app: Express, { ciphertext }: Pick<PublicUseCases, 'ciphertext'>): void {
  app.get('/papers/:hash.bin', async (request, response) => {
    const { hash } = request.params;
    if (!/^[0-9a-f]{64}$/.test(hash)) return sendError(response, wireError('not-found'));
    const found = await ciphertext(hash);
    if (!found.ok) return sendError(response, found.error);
    response.set('Cache-Control', `public, max-age=${yearS}, immutable`);
    response.type('application/octet-stream').send(Buffer.from(found.value));
  });
}
