import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';

/** Shown to whoever asks again: the same as long as the answer is. Weak, because the answer may be packed differently on its way. */
const tagOf = (text: string): string => `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;

/** Whether the sender has this answer already; weak and strong tags are compared by their words (RFC 9110, 13.1.2). */
function isKnown(header: string | undefined, tag: string): boolean {
  const wordOf = (one: string): string => one.trim().replace(/^W\//, '');
  return header !== undefined && (header.trim() === '*' || header.split(',').some((one) => wordOf(one) === wordOf(tag)));
}

/**
 * Gives every JSON answer to a GET an ETag, unless its route has given one, and answers 304 without a body to whoever has it already. Programs that look
 * for changes are spared the transfer; nothing is spared the check of who asks. Browsers keep no copy (`no-store`) and ask without a tag.
 */
export const answerConditionally: RequestHandler = (request, response, next) => {
  if (request.method !== 'GET' && request.method !== 'HEAD') return next();
  const known = response.locals['ifNoneMatch'] as string | undefined;
  response.json = (body: unknown) => {
    const text = JSON.stringify(body);
    if (response.statusCode === 200) {
      const tag = String(response.getHeader('ETag') ?? tagOf(text));
      response.setHeader('ETag', tag);
      if (isKnown(known, tag)) return response.status(304).end();
    }
    return response.type('json').send(text);
  };
  next();
};
