import { Router } from 'express';
import { AnalysisError } from '../../errors.js';
import { drawCharts } from '../../report/draw-charts.js';
import { buildReportView } from '../../report/view-model.js';
import { type ComparisonRequest, comparisonRequestSchema } from '../../jobs/comparison-request.js';
import { versionsOf } from '../../jobs/method-parts.js';
import { readyPicture } from '../../jobs/inspect-photograph.js';
import { findClinic, findClinicWords } from '../../study/clinic.js';
import { comparisonId, findComparison, queueComparison, type StoredComparison } from '../../study/comparisons.js';
import { holderOf, namesOfPhotographs } from '../../study/holdings.js';
import { isVisible, mayUse } from '../../study/visibility.js';
import { countAhead } from '../../study/leases.js';
import { askerOf } from '../asker.js';
import { identify, personOf } from '../authorise.js';
import { findRelated } from '../corrected-comparisons.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { invalid } from '../problem.js';
import { localeQuerySchema, reportQuerySchema, reportOptionsOf } from '../report-options.js';
import { rightsOfRoles } from '../rights.js';
import { streamProgress } from '../stream-progress.js';

/** Comparisons of one study, or of one account, that may wait at once. */
export const largestQueue = 1000;

const reportForms = {
  html: 'text/html; charset=utf-8', pdf: 'application/pdf', json: 'application/json; charset=utf-8',
} as const;

/** Ask for a comparison, follow it, read it, hand it over. */
export function comparisonRoutes({ store, jobs, reader, writer, method, site, sessions }: Dependencies): Router {
  const routes = Router();

  routes.post('/', async (request, response) => {
    const sent = comparisonRequestSchema.parse(jsonOf(request)), person = personOf(response);
    const names = await namesOfPhotographs(store, person, [sent.baseline, ...sent.followUps].map(({ photograph }) => photograph));
    const named = <Entry extends typeof sent.baseline>(entry: Entry): Entry => {
      const name = entry.name ?? names.get(entry.photograph);
      if (name === undefined || !names.has(entry.photograph)) throw invalid(`There is no photograph ${entry.photograph.slice(0, 12)}…; upload it first.`);
      return { ...entry, name };
    };
    const isCorrected = [sent.baseline, ...sent.followUps].some(({ version = 1 }) => version > 1);
    if (sent.holder !== undefined && !await mayUse(store, person, sent.holder)) throw invalid('holder: there is no such study or account.');
    // Whoever compares without a study uses their own corrections.
    const asked = { ...sent, baseline: named(sent.baseline), followUps: sent.followUps.map(named), ...(isCorrected && sent.holder === undefined ? { holder: holderOf(person) } : {}) };
    const id = comparisonId(asked, method);
    const state = await queueComparison(store, person.name, id, asked, largestQueue, asked.holder ?? holderOf(person), undefined, versionsOf(method));
    if (state === null) throw new AnalysisError('request.tooMany', `${largestQueue} comparisons are waiting already.`);
    jobs.wake();
    response.status(202).location(`/api/v1/comparisons/${id}`).json({ id, state });
  });

  routes.get('/:id', async (request, response) => {
    const { locale } = localeQuerySchema.parse(request.query), comparison = await requireComparison(store, request.params.id);
    const { id, state, error, result } = comparison;
    const asked = comparison.request as ComparisonRequest;
    const related = await findRelated(store, method, asked, asked.holder ?? holderOf(personOf(response)));
    const clinic = await findClinicWords(store), view = result === null ? null : buildReportView(result, reportOptionsOf(asked, locale, clinic));
    response.json({ id, state, progress: await jobs.progressOf(id), ahead: await countAhead(store, id), error, request: asked, result, view, charts: view === null ? null : drawCharts(view, locale), paper: clinic.paper, related });
  });

  routes.get('/:id/events', async (request, response) => {
    const { id } = await requireComparison(store, request.params.id);
    const isAllowed = async (): Promise<boolean> => {
      const person = await identify({ store, sessions, site }, request, true);
      return person !== null && rightsOfRoles[person.role].includes('look') && await isVisible(store, person, 'comparison', id);
    };
    streamProgress(request, response, { store, jobs, id, isAllowed });
  });

  routes.get('/:id/report.:form', async (request, response) => {
    const { form } = request.params;
    if (!Object.hasOwn(reportForms, form)) throw new AnalysisError('request.notFound', 'Reports are made as html, pdf or json.');
    const { locale, paper, length } = reportQuerySchema.parse(request.query), { request: asked, result } = await requireComparison(store, request.params.id);
    if (result === null) throw new AnalysisError('request.conflict', 'This comparison has no result to report.', { hint: 'Wait until it is done.' });
    const clinic = await findClinic(store);
    const shas = [result.baseline, ...result.followUps.map(({ measurement }) => measurement)].map(({ photo }) => photo.sha256);
    const pictures: (string | Uint8Array | null)[] = [], asker = askerOf(response);
    for (const sha256 of shas) {
      // A report without a picture that is lost is better than none; one that can be had in a moment is waited for.
      pictures.push(await readyPicture({ store, reader }, sha256, 'report', asker).catch((error: unknown) => {
        if (error instanceof AnalysisError && ['storage.unavailable', 'request.tooMany', 'request.gone'].includes(error.code)) throw error;
        return null;
      }));
    }
    const bytes = await writer.run('report', { form: form as keyof typeof reportForms, progress: result, pictures, options: { ...reportOptionsOf(asked as ComparisonRequest, locale, clinic), paper: paper ?? clinic.paper ?? 'a4', length } }, undefined, asker);
    response.type(reportForms[form as keyof typeof reportForms]).attachment(`trichoscore-report${length === 'short' && form !== 'json' ? '-short' : ''}.${form}`).send(Buffer.from(bytes));
  });

  return routes;
}

/** @throws AnalysisError `request.notFound` for an id that no comparison has. */
export async function requireComparison(store: Dependencies['store'], id: string): Promise<StoredComparison> {
  const comparison = /^[0-9a-f]{64}$/.test(id) ? await findComparison(store, id) : null;
  if (comparison === null) throw new AnalysisError('request.notFound', 'There is no such comparison.');
  return comparison;
}
