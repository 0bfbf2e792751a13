import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { ZodError } from 'zod';
import { AnalysisError, errorCodes } from '../errors.js';
import { wordHintForPage } from '../jobs/page-words.js';

/** Status and body of a refusal (RFC 9457). Never holds a path, a stack or the text of a library. */
export function describeProblem(error: AnalysisError): { status: number; body: Record<string, unknown> } {
  const status = errorCodes[error.code].httpStatus;
  return { status, body: { type: `urn:trichoscore:problem:${error.code}`, title: STATUS_CODES[status], status, detail: error.message, code: error.code, hint: wordHintForPage(error.hint) } };
}

export function sendProblem(response: Response, error: AnalysisError): void {
  const { status, body } = describeProblem(error);
  if (status === 503 || status === 429) response.setHeader('Retry-After', response.getHeader('Retry-After') ?? (error.code === 'storage.unavailable' ? '5' : '60'));
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/** The last route: nothing lives at this address. */
export const answerNotFound: RequestHandler = (_request, response) => {
  sendProblem(response, new AnalysisError('request.notFound', 'There is nothing at this address.'));
};

/** Turns whatever a route threw into a problem response. */
export const answerError: ErrorRequestHandler = (error: unknown, request, response, _next) => {
  // Half an answer is ended by ending the connection. Express would print the stack, too.
  if (response.headersSent) {
    if (!response.writableFinished) request.socket.destroy();
    return;
  }
  const refusal = toRefusal(error);
  if (refusal.code === 'internal' && process.env['TRICHOSCORE_DEBUG'] === '1') console.error(error);
  // What is left of a refused body is not waited for.
  if (!request.complete) response.setHeader('Connection', 'close');
  sendProblem(response, refusal);
};

function toRefusal(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  if (error instanceof ZodError) return invalid(describeZodError(error));
  const { code, status, type } = error as { code?: string; status?: number; type?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AnalysisError('storage.full', 'The disk of the data folder is full.', { cause: error });
  if (status === 413) return new AnalysisError('request.tooLarge', 'The request is larger than this address takes.');
  if (status === 415) return new AnalysisError('request.mediaType', 'The request is encoded in a way that is not understood.');
  if (type === 'entity.parse.failed') return invalid('The body of the request is no valid JSON.');
  if (status !== undefined && status >= 400 && status < 500) return invalid('The request could not be read.');
  return new AnalysisError('internal', 'Something went wrong that the program does not know.', { cause: error });
}

export function invalid(message: string): AnalysisError {
  return new AnalysisError('request.invalid', message);
}

/** The first thing that is wrong, with its place: "followUps[0].calibration: …". */
function describeZodError({ issues }: ZodError): string {
  const [issue] = issues;
  const place = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('').replace(/^\./, '');
  return `${place === '' ? 'The request' : place}: ${issue.message}.`;
}
