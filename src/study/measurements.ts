import { createHash, randomUUID } from 'node:crypto';
import { type TimepointResult, timepointResultSchema } from '../domain/result.js';
import { resultDigest } from './audit.js';
import type { StudyStore } from './study-store.js';

/**
 * What a measurement depends on, as one hash. Equal fingerprints give equal results, so nothing is measured twice,
 * and results of different methods are never taken for one another.
 */
export function fingerprint(parts: { photograph: string; request: unknown; methodVersion: string; modelSha256: string }): string {
  return createHash('sha256').update(JSON.stringify([parts.photograph, parts.request, parts.methodVersion, parts.modelSha256])).digest('hex');
}

/** The program's own measurement under a fingerprint; null when there is none yet. */
export async function findMeasurement({ database }: StudyStore, print: string): Promise<TimepointResult | null> {
  const row = await database.selectFrom('measurements').select('result').where('fingerprint', '=', print).where('version', '=', 1).executeTakeFirst();
  return row === undefined ? null : timepointResultSchema.parse(JSON.parse(row.result));
}

/** Keeps what the program measured, once. */
export function keepMeasurement({ change }: StudyStore, actor: string, print: string, result: TimepointResult): Promise<void> {
  return change(actor, async (step, record, now) => {
    const known = await step.selectFrom('measurements').select('id').where('fingerprint', '=', print).executeTakeFirst();
    if (known !== undefined) return;
    const id = randomUUID(), text = JSON.stringify(result);
    await step.insertInto('measurements').values({
      id, fingerprint: print, version: 1, photograph: result.photo.sha256, result: text, reason: null, made_by: actor, made_at: now,
    }).execute();
    await record({ action: 'measurement.make', object: `measurement:${id}`, after: { photograph: result.photo.sha256, fingerprint: print, methodVersion: result.method.version, resultSha256: resultDigest(text) } });
  });
}
