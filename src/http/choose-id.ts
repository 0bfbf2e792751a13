import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { personOf } from './authorise.js';

/** A word that a form or a program makes up once for each change: sent again with the same word, the change is made once and answered as before. */
export const changeKeySchema = z.object({ 'Idempotency-Key': z.string().regex(/^[!-~]{8,200}$/, 'expected 8 to 200 letters, digits and signs').optional() });

/** The id of what a request adds: by chance, or made of the person and the key that came with the request, so that a second one finds what the first has added. */
export function chooseId(request: Request, response: Response): string {
  const { 'Idempotency-Key': key } = changeKeySchema.parse({ 'Idempotency-Key': request.get('Idempotency-Key') });
  if (key === undefined) return randomUUID();
  const hash = createHash('sha256').update(JSON.stringify([personOf(response).id, key])).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `a${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}
