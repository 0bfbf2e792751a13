import type { ComparisonRequest } from '../../src/jobs/comparison-request.js';
import type { Correction } from '../../src/domain/correction.js';
import type { Clinic, Comparison, CorrectionPreview, Photograph, Refusal, ScaleCheck } from './answers.js';
import { inOwnFormat } from './locale.js';
import { readRetryAfterMs } from './retry-after.js';

export class RefusedRequest extends Error {
  readonly refusal: Refusal;
  /** Whether the same may be answered later: nobody answered, the service is busy or out of order, or somebody has to sign in again. */
  readonly isPassing: boolean;
  /** How long the service asks to wait before the next try, milliseconds. */
  readonly retryAfterMs: number;
  constructor(refusal: Refusal, isPassing: boolean, retryAfterMs = 0) {
    super(refusal.message);
    this.refusal = refusal;
    this.isPassing = isPassing;
    this.retryAfterMs = retryAfterMs;
  }
}

const unreachable: Refusal = { code: 'page.unreachable', message: 'The program does not answer.', hint: 'Check that trichoscore is still running, and the network, then try again.' };

/** Said on the window when the service answers that nobody is signed in, or no longer. */
export const signInNeeded = 'trichoscore:sign-in-needed';

/** Asks whoever uses the page to sign in again, whatever page it is. */
export function askToSignIn(): void {
  dispatchEvent(new Event(signInNeeded));
}

/** @throws RefusedRequest that nobody answers. */
function reach(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(path, init).catch(() => { throw new RefusedRequest(unreachable, true); });
}

/** @throws RefusedRequest with the sentence of the service, or that it cannot be reached. */
async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await reach(path, init);
  if (response.status === 204) return undefined as Answer;
  const body = await response.json().catch(() => null) as (Answer & { code?: string; detail?: string; hint?: string }) | null;
  if (response.ok && body !== null) return body;
  return refuse(response, body);
}

function refuse(response: Response, body: { code?: string; detail?: string; hint?: string } | null): never {
  if (body?.code === 'rights.signIn') askToSignIn();
  const waitMs = readRetryAfterMs(response.headers);
  if (body?.detail === undefined) throw new RefusedRequest(unreachable, true, waitMs);
  throw new RefusedRequest({ code: body.code ?? '', message: body.detail, hint: body.hint ?? '' }, response.status >= 500 || response.status === 429 || response.status === 401, waitMs);
}

export function toRefusal(error: unknown): Refusal {
  return error instanceof RefusedRequest ? error.refusal : { code: 'page.internal', message: 'Something went wrong in this page.', hint: 'Load the page again.' };
}

export function isPassing(error: unknown): boolean {
  return error instanceof RefusedRequest && error.isPassing;
}

export function retryAfterMs(error: unknown): number {
  return error instanceof RefusedRequest ? error.retryAfterMs : 0;
}

/** Saves a file of the service, as a link would. A link says nothing when the session has ended, the network is gone or the service is busy. */
export async function saveFile(path: string): Promise<void> {
  const response = await reach(path);
  if (!response.ok) refuse(response, await response.json().catch(() => null) as null);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob().catch(() => { throw new RefusedRequest(unreachable, true); }));
  link.download = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? '';
  link.click();
  // The browser has to have taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Sends a change as JSON. */
export function send<Answer = unknown>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(path, { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

export function read<Answer>(path: string): Promise<Answer> {
  return ask(path);
}

/** A folder, or a file that was moved or changed since it was chosen: browsers send nothing of it and say no more than that nobody answered, or, of a folder, nothing at all (Firefox). */
const unreadable: Refusal = { code: 'page.unreadable', message: 'This file cannot be read.', hint: 'Of a folder, open it and choose its photographs; a file that was moved has to be chosen again.' };

/** The first byte is enough; where there is none only the attempt to read all tells an empty file from a folder. */
function isReadable(file: File): Promise<boolean> {
  return (file.size === 0 ? file : file.slice(0, 1)).arrayBuffer().then(() => true, () => false);
}

/** @param name  Of the part of the form that holds the file. */
async function sendFile<Answer>(file: File, name: string, path: string, init: RequestInit): Promise<Answer> {
  if (!await isReadable(file)) throw new RefusedRequest(unreadable, false);
  const form = new FormData();
  form.append(name, file);
  try {
    return await ask(path, { ...init, body: form });
  } catch (error) {
    if (toRefusal(error) !== unreachable || await isReadable(file)) throw error;
    throw new RefusedRequest(unreadable, false);
  }
}

export function uploadPhotograph(file: File): Promise<Photograph> {
  return sendFile(file, 'photograph', '/api/v1/photographs', { method: 'POST' });
}

/** @param seen  `logoEtag` of the logo that it takes the place of. */
export function uploadLogo(file: File, seen: string): Promise<Clinic> {
  return sendFile(file, 'logo', '/api/v1/clinic/logo', { method: 'PUT', headers: { 'If-Match': seen } });
}

/** Whether a close-up is fit to be measured at a scale. */
export function checkAtScale(photograph: string, calibration: ComparisonRequest['baseline']['calibration']): Promise<ScaleCheck> {
  return send('POST', `/api/v1/photographs/${photograph}/check`, { calibration });
}

export function askForComparison(request: ComparisonRequest): Promise<{ id: string }> {
  return send('POST', '/api/v1/comparisons', request);
}

export function readComparison(id: string): Promise<Comparison> {
  return ask(`/api/v1/comparisons/${id}`);
}

/** What a correction would measure; nothing is kept. */
export function previewCorrection(comparison: string, photograph: number, correction: Correction): Promise<CorrectionPreview> {
  return send('POST', `/api/v1/comparisons/${comparison}/corrections/preview?${inOwnFormat}`, { photograph, correction });
}

/** Keeps a correction, or the result of an earlier version, as the next version after `newest`. */
export function saveCorrection(comparison: string, newest: number, body: { photograph: number; reason: string } & ({ correction: Correction } | { restore: number })): Promise<{ version: number; comparison: { id: string } }> {
  return send('POST', `/api/v1/comparisons/${comparison}/corrections`, body, { 'If-Match': `"${newest}"` });
}

/** A study of simulated men, made anew or found again. */
export function addSampleStudy(): Promise<{ study: string }> {
  return send('POST', '/api/v1/sample-study', { size: 'full' });
}
