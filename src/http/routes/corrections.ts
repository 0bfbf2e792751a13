import { Router } from 'express';
import type { ProgressResult, TimepointResult } from '../../domain/result.js';
import { AnalysisError } from '../../errors.js';
import type { ComparisonRequest } from '../../jobs/comparison-request.js';
import type { Asker } from '../../jobs/fair-queue.js';
import { versionsOf } from '../../jobs/method-parts.js';
import { fingerprintOf, measureRequestOf, withName } from '../../jobs/run-comparison.js';
import { buildReportView } from '../../report/view-model.js';
import { comparisonId, queueComparison } from '../../study/comparisons.js';
import { type Correctable, keepCorrection, listVersions, type MeasurementVersion } from '../../study/corrections.js';
import { holderOf } from '../../study/holdings.js';
import { findMeasurement } from '../../study/measurements.js';
import type { Person } from '../../study/person.js';
import { askerOf } from '../asker.js';
import { personOf } from '../authorise.js';
import { correctionRequestSchema, previewRequestSchema, versionQuerySchema, versionsQuerySchema } from '../correction-requests.js';
import { withNewestVersions } from '../corrected-comparisons.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { invalid } from '../problem.js';
import { localeQuerySchema } from '../report-options.js';
import { largestQueue, requireComparison } from './comparisons.js';

/** One photograph of a comparison that can be corrected. */
interface Corrected extends Correctable {
  readonly asked: ComparisonRequest;
  readonly entry: ComparisonRequest['baseline'];
  readonly automatic: TimepointResult;
  /** The comparison as it stands. */
  readonly shown: ProgressResult;
}

/** Correct what was measured on a photograph of a comparison. Nothing is overwritten: each correction is a version, and gives a comparison of its own. */
export function correctionRoutes(dependencies: Dependencies): Router {
  const { store, editor, jobs, method } = dependencies;
  const routes = Router();

  routes.get('/:id/corrections', async (request, response) => {
    const { photograph } = versionsQuerySchema.parse(request.query), found = await requireCorrected(dependencies, personOf(response), request.params.id, photograph);
    const versions = await listVersions(store, found, found.automatic), newest = versions.length;
    response.setHeader('ETag', `"${newest}"`).json({
      photograph, shown: found.entry.version ?? 1, newest,
      versions: versions.map(({ version, correction, result, reason, restores, madeBy, madeAt }) => ({ version, correction, measurements: result.measurements, reason, restores, madeBy, madeAt })),
    });
  });

  routes.get('/:id/measurement', async (request, response) => {
    const { photograph, version } = versionQuerySchema.parse(request.query), found = await requireCorrected(dependencies, personOf(response), request.params.id, photograph);
    response.json(withName(requireVersion(await listVersions(store, found, found.automatic), version).result, found.automatic.photo.name));
  });

  routes.post('/:id/corrections/preview', async (request, response) => {
    const { photograph, correction } = previewRequestSchema.parse(jsonOf(request)), found = await requireCorrected(dependencies, personOf(response), request.params.id, photograph);
    const asker = askerOf(response), measurement = await measureCorrected(found, correction, asker);
    response.json({ measurement, comparison: await compareCorrected(found, photograph, measurement, localeQuerySchema.parse(request.query).locale, asker) });
  });

  routes.post('/:id/corrections', async (request, response) => {
    const sent = correctionRequestSchema.parse(jsonOf(request)), person = personOf(response);
    const found = await requireCorrected(dependencies, person, request.params.id, sent.photograph), seen = readIfMatch(request.headers['if-match']);
    const restored = 'restore' in sent ? requireVersion(await listVersions(store, found, found.automatic), sent.restore) : null;
    const correction = 'correction' in sent ? sent.correction : restored!.correction;
    const version = await keepCorrection(store, person.name, found, seen, found.automatic, {
      correction, result: restored?.result ?? await measureCorrected(found, correction, askerOf(response)), reason: sent.reason, restores: restored?.version ?? null,
    });
    const next = await withNewestVersions(store, method, found.asked, found.holder), id = comparisonId(next, method);
    const state = await queueComparison(store, person.name, id, next, largestQueue, found.holder, async (step) => {
      if (await step.selectFrom('comparisons').select('id').where('id', '=', request.params.id).executeTakeFirst() === undefined) throw new AnalysisError('request.notFound', 'There is no such comparison.');
    }, versionsOf(method));
    if (state === null) throw new AnalysisError('request.tooMany', `The correction is kept as version ${version}, but ${largestQueue} comparisons are waiting already.`);
    jobs.wake();
    response.status(201).setHeader('ETag', `"${version}"`).location(`/api/v1/comparisons/${id}`).json({ version, comparison: { id, state } });
  });

  async function measureCorrected({ entry, asked, automatic }: Corrected, correction: MeasurementVersion['correction'], asker: Asker): Promise<TimepointResult> {
    return editor.run('correct', { file: await store.originals.locate(entry.photograph), request: measureRequestOf(entry, asked.options ?? {}), automatic, correction }, undefined, asker);
  }

  /** What the comparison would say: of a later visit against the baseline, of the baseline against the latest visit. */
  async function compareCorrected({ asked, shown: { baseline, followUps } }: Corrected, place: number, measurement: TimepointResult, locale: string, asker: Asker): Promise<object> {
    const later = place === 0 ? followUps.length - 1 : place - 1, entries = [asked.baseline, asked.followUps[later]!];
    const timepoints = place === 0 ? [measurement, followUps[later]!.measurement] : [baseline, measurement];
    const dates = entries.map(({ date }, at) => date ?? timepoints[at]!.photo.capturedAt), preset = asked.options?.preset;
    const progress = await editor.run('compare', { timepoints, options: { dates, ...(preset === undefined ? {} : { preset }) } }, undefined, asker);
    const [comparison] = buildReportView(progress, { generatedAt: null, dates, locale }).comparisons, { visit, score, change } = comparison!;
    return { visit: visit.name, score: score?.number ?? null, words: score?.words ?? (change === null ? 'Cannot be compared' : 'No score'), change: change?.percent ?? null, interval: change?.interval ?? null };
  }

  return routes;
}

/**
 * @throws AnalysisError `request.notFound` for a comparison or photograph that is not there; `request.conflict` where there is nothing to correct:
 *   not measured yet, measured by an earlier method, or the photograph of a head.
 */
async function requireCorrected({ store, method }: Dependencies, person: Person, id: string, place: number): Promise<Corrected> {
  const { request, result } = await requireComparison(store, id), asked = request as ComparisonRequest;
  const entry = [asked.baseline, ...asked.followUps][place];
  if (entry === undefined) throw new AnalysisError('request.notFound', `This comparison has no photograph ${place}.`);
  if (result === null) throw new AnalysisError('request.conflict', 'This comparison has no result to correct.', { hint: 'Wait until it is done.' });
  const fingerprint = fingerprintOf(entry, asked.options ?? {}, method), found = await findMeasurement(store, fingerprint);
  if (found === null) throw new AnalysisError('request.conflict', 'This photograph was measured by an earlier method.', { hint: 'Ask for the comparison again and correct that one.' });
  if (found.kind !== 'closeup') throw new AnalysisError('request.conflict', 'This is a photograph of a head: it shows no single hairs to correct.', { hint: 'Draw its region instead.' });
  return { fingerprint, holder: asked.holder ?? holderOf(person), asked, entry, automatic: withName(found, nameIn(result, place)), shown: result };
}

/** The name of a photograph in a comparison, for whoever asked for that. */
const nameIn = ({ baseline, followUps }: ProgressResult, place: number): string => (place === 0 ? baseline : followUps[place - 1]!.measurement).photo.name;

function requireVersion(versions: readonly MeasurementVersion[], wanted: number): MeasurementVersion {
  const found = versions.find(({ version }) => version === wanted);
  if (found === undefined) throw new AnalysisError('request.notFound', `There is no version ${wanted} of this measurement.`);
  return found;
}

/** The newest version that the sender has seen. */
function readIfMatch(header: string | undefined): number {
  if (header === undefined) throw new AnalysisError('request.unconditional', 'A correction is kept only with the version that it was made on.');
  const match = /^"(\d{1,6})"$/.exec(header.trim());
  if (match === null) throw invalid('If-Match: expected the ETag of the versions, for example "1".');
  return Number(match[1]);
}
