import type { Request } from 'express';
import { AnalysisError } from '../errors.js';

/** @throws AnalysisError `request.mediaType` for a body that was not sent as JSON, `request.invalid` for text that cannot be stored as it is. */
export function jsonOf(request: Request): unknown {
  if (!request.is('application/json')) throw new AnalysisError('request.mediaType', 'Expected the request as JSON.');
  refuseBrokenText(request.body);
  return request.body;
}

/** Zero characters and halves of letters: no database keeps all of them, and some keep others in their place. Not recursive: a body may be nested without end. */
function refuseBrokenText(body: unknown): void {
  const left = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string' && /[\0\p{Cs}]/u.test(value)) throw new AnalysisError('request.invalid', 'A text holds a character that cannot be stored.');
    if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) left.push(key, inner);
  }
}
