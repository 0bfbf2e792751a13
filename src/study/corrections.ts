import { randomUUID } from 'node:crypto';
import { type Correction, correctionSchema, noCorrection } from '../domain/correction.js';
import { type TimepointResult, timepointResultSchema } from '../domain/result.js';
import { AnalysisError } from '../errors.js';
import { resultDigest } from './audit.js';
import type { StudyStore } from './study-store.js';

/** A measurement that may be corrected: what it depends on, and within what its corrections hold. */
export interface Correctable {
  readonly fingerprint: string;
  /** `study:ID`, or `account:ID` of who compares without a study. */
  readonly holder: string;
}

/** One version of a measurement: 1 is the program's own. */
export interface MeasurementVersion {
  readonly version: number;
  readonly correction: Correction;
  readonly result: TimepointResult;
  /** Null for the program's own version, as are the next three. */
  readonly reason: string | null;
  readonly restores: number | null;
  readonly madeBy: string | null;
  readonly madeAt: string | null;
}

/** All versions of a measurement, the oldest first. @param automatic  What the program measured. */
export async function listVersions({ database }: StudyStore, { fingerprint, holder }: Correctable, automatic: TimepointResult): Promise<MeasurementVersion[]> {
  const rows = await database.selectFrom('corrections').selectAll().where('fingerprint', '=', fingerprint).where('holder', '=', holder).orderBy('version').execute();
  return [
    { version: 1, correction: noCorrection, result: automatic, reason: null, restores: null, madeBy: null, madeAt: null },
    ...rows.map(({ version, correction, result, reason, restores, made_by: madeBy, made_at: madeAt }) => ({
      version, correction: correctionSchema.parse(JSON.parse(correction)), result: timepointResultSchema.parse(JSON.parse(result)), reason, restores, madeBy, madeAt,
    })),
  ];
}

/** The result of a correction; null where there is no such version. */
export async function findCorrected({ database }: StudyStore, { fingerprint, holder }: Correctable, version: number): Promise<TimepointResult | null> {
  const row = await database.selectFrom('corrections').select('result').where('fingerprint', '=', fingerprint).where('holder', '=', holder).where('version', '=', version).executeTakeFirst();
  return row === undefined ? null : timepointResultSchema.parse(JSON.parse(row.result));
}

/** The newest version of a measurement; 1 where nobody corrected it. */
export async function newestVersion({ database }: StudyStore, { fingerprint, holder }: Correctable): Promise<number> {
  const { newest } = await database.selectFrom('corrections').select(({ fn }) => fn.max<number | null>('version').as('newest')).where('fingerprint', '=', fingerprint).where('holder', '=', holder).executeTakeFirstOrThrow();
  return newest ?? 1;
}

/** A correction that is to be kept. */
export interface NewCorrection {
  readonly correction: Correction;
  /** Measured anew with the correction, or the result of the version that is restored; its note is written here. */
  readonly result: TimepointResult;
  readonly reason: string;
  readonly restores: number | null;
}

/**
 * Keeps a correction as the next version, with who, when and why in the trail.
 * @param seen  The newest version that its maker has seen.
 * @returns The number of the new version.
 * @throws AnalysisError `request.outdated` when somebody else was quicker.
 */
export function keepCorrection({ change }: StudyStore, actor: string, { fingerprint, holder }: Correctable, seen: number, automatic: TimepointResult, { correction, result, reason, restores }: NewCorrection): Promise<number> {
  return change(actor, async (step, record, now) => {
    const last = await step.selectFrom('corrections').select(['version', 'result']).where('fingerprint', '=', fingerprint).where('holder', '=', holder).orderBy('version', 'desc').limit(1).executeTakeFirst();
    const newest = last?.version ?? 1;
    if (newest !== seen) throw new AnalysisError('request.outdated', `Somebody saved version ${newest} of this measurement in the meantime; this correction was made on version ${seen}.`);
    const version = newest + 1, before = last === undefined ? automatic : timepointResultSchema.parse(JSON.parse(last.result));
    const noted: TimepointResult = {
      ...result,
      correction: {
        version, madeBy: actor, madeAt: now, reason, restores, automatic: automatic.measurements,
        removedHairs: correction.removed.length, drawnHairs: correction.drawn.length, areaMoved: correction.area !== null,
      },
    };
    const id = randomUUID(), text = JSON.stringify(noted);
    await step.insertInto('corrections').values({
      id, fingerprint, holder, version, photograph: result.photo.sha256, correction: JSON.stringify(correction), result: text, reason, restores, made_by: actor, made_at: now,
    }).execute();
    await record({
      action: restores === null ? 'measurement.correct' : 'measurement.restore', object: `correction:${id}`,
      before: { version: newest, measurements: before.measurements },
      after: { version, reason, restores, holder, photograph: result.photo.sha256, fingerprint, correction, measurements: result.measurements, resultSha256: resultDigest(text) },
    });
    return version;
  });
}
