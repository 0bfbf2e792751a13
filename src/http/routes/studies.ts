import { Router } from 'express';
import { AnalysisError } from '../../errors.js';
import { buildReportView } from '../../report/view-model.js';
import { addAssessment, assessmentSchema, listAssessments, removeAssessment } from '../../study/assessments.js';
import { versionsOf } from '../../jobs/method-parts.js';
import { comparisonId, queueComparison } from '../../study/comparisons.js';
import { changeStudy } from '../../study/change-study.js';
import { eraseStudy } from '../../study/erase-study.js';
import { eraseSubject } from '../../study/erase-subject.js';
import { namesOfPhotographs } from '../../study/holdings.js';
import {
  addStudy, addSubject, addTargetArea, addTimepoint, addTreatment, changeRegion, findStudy, findSubject, findTargetArea, listStudies, removeTimepoint, removeTreatment, type SubjectFile,
} from '../../study/subjects.js';
import { countAhead } from '../../study/leases.js';
import { warnAboutTreatments } from '../../study/treatment-warnings.js';
import { treatmentSchema } from '../../study/treatment.js';
import { findAreaProgress } from '../area-comparison.js';
import { personOf } from '../authorise.js';
import { chooseId } from '../choose-id.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { invalid } from '../problem.js';
import { localeQuerySchema, reportOptionsOf } from '../report-options.js';
import { erasureRequestSchema, reasonSchema, regionChangeSchema, studyChangeSchema, studyErasureRequestSchema, studyRequestSchema, subjectRequestSchema, targetAreaRequestSchema, timepointRequestSchema } from '../study-requests.js';
import { largestQueue } from './comparisons.js';

/** Studies, their subjects, and what is kept of each. */
export function studyRoutes(dependencies: Dependencies): Router {
  const { store, jobs, method } = dependencies;
  const routes = Router();

  routes.get('/studies', async (_request, response) => { response.json({ studies: await listStudies(store, personOf(response)) }); });
  routes.post('/studies', async (request, response) => {
    const { id, name, role } = personOf(response);
    response.status(201).json(await addStudy(store, name, studyRequestSchema.parse(jsonOf(request)).name, role === 'local' ? null : id, chooseId(request, response)));
  });
  routes.get('/studies/:id', async (request, response) => { response.json(await found(findStudy(store, request.params.id), 'study')); });
  routes.patch('/studies/:id', async (request, response) => {
    response.json(await changeStudy(store, personOf(response).name, request.params.id, studyChangeSchema.parse(jsonOf(request))));
  });
  routes.delete('/studies/:id', async (request, response) => {
    const study = await found(findStudy(store, request.params.id), 'study'), { name, reason } = studyErasureRequestSchema.parse(jsonOf(request));
    if (name.trim() !== study.name) throw invalid('name: this is not the name of the study on this page; nothing was erased.');
    response.json(await eraseStudy(store, personOf(response).name, study.id, reason));
  });
  routes.post('/studies/:id/subjects', async (request, response) => {
    const { id } = await found(findStudy(store, request.params.id), 'study');
    response.status(201).json(await addSubject(store, personOf(response).name, id, subjectRequestSchema.parse(jsonOf(request)).pseudonym, chooseId(request, response)));
  });

  routes.get('/subjects/:id', async (request, response) => {
    const { locale } = localeQuerySchema.parse(request.query);
    response.json(await describeSubject(dependencies, await found(findSubject(store, request.params.id), 'subject'), locale));
  });
  routes.delete('/subjects/:id', async (request, response) => {
    const { subject } = await found(findSubject(store, request.params.id), 'subject'), { pseudonym, reason } = erasureRequestSchema.parse(jsonOf(request));
    if (pseudonym.trim() !== subject.pseudonym) throw invalid('pseudonym: this is not the pseudonym of the person on this page; nothing was erased.');
    response.json(await eraseSubject(store, personOf(response).name, subject.id, reason));
  });
  routes.post('/subjects/:id/target-areas', async (request, response) => {
    const { subject } = await found(findSubject(store, request.params.id), 'subject');
    const { name, kind } = targetAreaRequestSchema.parse(jsonOf(request));
    response.status(201).json(await addTargetArea(store, personOf(response).name, subject.id, name, chooseId(request, response), kind));
  });
  routes.post('/subjects/:id/treatments', async (request, response) => {
    const { subject } = await found(findSubject(store, request.params.id), 'subject');
    response.status(201).json(await addTreatment(store, personOf(response).name, subject.id, treatmentSchema.parse(jsonOf(request)), chooseId(request, response)));
  });
  routes.post('/subjects/:id/assessments', async (request, response) => {
    const { subject } = await found(findSubject(store, request.params.id), 'subject');
    response.status(201).json(await addAssessment(store, personOf(response).name, subject.id, assessmentSchema.parse(jsonOf(request)), chooseId(request, response)));
  });
  routes.delete('/assessments/:id', async (request, response) => {
    await removeAssessment(store, personOf(response).name, request.params.id, reasonSchema.parse(jsonOf(request)).reason);
    response.status(204).end();
  });
  routes.delete('/treatments/:id', async (request, response) => {
    await removeTreatment(store, personOf(response).name, request.params.id, reasonSchema.parse(jsonOf(request)).reason);
    response.status(204).end();
  });

  routes.post('/target-areas/:id/timepoints', async (request, response) => {
    const area = await found(findTargetArea(store, request.params.id), 'target area');
    const { photograph, name, date, calibration, region } = timepointRequestSchema.parse(jsonOf(request));
    if (area.kind === 'closeup' && region !== undefined) throw invalid('region: the photographs of this area are close-ups; regions belong to heads.');
    if (area.kind === 'global' && calibration !== null) throw invalid('calibration: the photographs of this area show heads, which have no scale.');
    const known = (await namesOfPhotographs(store, personOf(response), [photograph])).get(photograph);
    if (known === undefined) throw invalid(`There is no photograph ${photograph.slice(0, 12)}…; upload it first.`);
    response.status(201).json(await addTimepoint(store, personOf(response).name, {
      target_area: area.id, date, photograph, name: name ?? known, calibration: calibration === null ? null : JSON.stringify(calibration), ...(region === undefined ? {} : { region: JSON.stringify(region) }),
    }, personOf(response), chooseId(request, response)));
  });
  routes.delete('/timepoints/:id', async (request, response) => {
    await removeTimepoint(store, personOf(response).name, request.params.id, reasonSchema.parse(jsonOf(request)).reason);
    response.status(204).end();
  });
  routes.put('/timepoints/:id/region', async (request, response) => {
    const { region, reason, seen } = regionChangeSchema.parse(jsonOf(request)), write = (drawn: typeof region): string | null => (drawn === null ? null : JSON.stringify(drawn));
    response.json(await changeRegion(store, personOf(response).name, request.params.id, write(region), reason, seen === undefined ? undefined : write(seen)));
  });
  routes.post('/target-areas/:id/comparison', async (request, response) => {
    const area = await found(findTargetArea(store, request.params.id), 'target area');
    const file = await found(findSubject(store, area.subject), 'subject'), asked = (await findAreaProgress(store, method, file, area.id))?.next;
    if (asked === undefined) throw new AnalysisError('request.conflict', 'There is only one photograph of this area; a comparison needs two.', { hint: 'Add the photograph of another day.' });
    const id = comparisonId(asked, method);
    const state = await queueComparison(store, personOf(response).name, id, asked, largestQueue, `study:${file.study.id}`, async (step) => {
      // Its photographs may stay with somebody else when the person is erased; the name that is printed must not come back.
      if (await step.selectFrom('target_areas').select('id').where('id', '=', area.id).executeTakeFirst() === undefined) throw new AnalysisError('request.notFound', 'There is no such target area.');
    }, versionsOf(method));
    if (state === null) throw new AnalysisError('request.tooMany', `${largestQueue} comparisons are waiting already.`);
    jobs.wake();
    response.status(202).json({ id, state });
  });
  return routes;
}

/** @throws AnalysisError `request.notFound`, with the same words whether it never was or is another's. */
async function found<Thing>(looked: Promise<Thing | null>, what: string): Promise<Thing> {
  const thing = await looked;
  if (thing === null) throw new AnalysisError('request.notFound', `There is no such ${what}.`);
  return thing;
}

/** A subject with what was measured so far: each area's comparison, and its values by visit. */
async function describeSubject({ store, method, jobs }: Dependencies, file: SubjectFile, locale: string): Promise<object> {
  const { subject, study, areas, treatments } = file;
  const timepoints = areas.flatMap((area) => area.timepoints.map(({ id, date }) => ({ id, date })));
  return {
    subject: { id: subject.id, pseudonym: subject.pseudonym }, study: { id: study.id, name: study.name },
    areas: await Promise.all(areas.map(async (area) => {
      const progress = await findAreaProgress(store, method, file, area.id), { comparison = null, compared = null } = progress ?? {};
      const view = compared === null ? null : buildReportView(compared.result, reportOptionsOf(compared.asked, locale)), series = view?.timeSeries ?? null;
      return {
        id: area.id, name: area.name, kind: area.kind,
        comparison: comparison === null ? null : { id: comparison.id, state: comparison.state, progress: await jobs.progressOf(comparison.id), ahead: await countAhead(store, comparison.id), error: comparison.error },
        done: progress?.done ?? null, series,
        timepoints: area.timepoints.map(({ id, date, photograph, name, calibration, region }, at) => {
          const { result = null, refusal = null, isOutdated = false } = progress?.followUps[at - 1] ?? {}, measured = at === 0 ? compared?.result.baseline ?? null : result?.measurement ?? null;
          const shown = result === null ? null : view!.comparisons.find(({ followUp }) => followUp === compared!.result.followUps.indexOf(result)) ?? null;
          return {
            id, date, name, photograph, picture: `/api/v1/photographs/${photograph}/picture`, calibration: calibration === null ? null : JSON.parse(calibration) as object, region: region === null ? null : JSON.parse(region) as object,
            isCorrected: (progress === null ? 1 : [progress.whole.baseline, ...progress.whole.followUps][at]!.version ?? 1) > 1,
            score: shown?.score?.number ?? null, words: at === 0 ? null : shown === null ? (refusal !== null ? 'Could not be measured' : isOutdated ? 'Not compared yet by this version of the program' : 'Not compared yet') : shown.score?.words ?? (shown.change === null ? 'Cannot be compared' : 'No score'), refusal,
            change: shown?.change?.percent ?? null, interval: shown?.change?.interval ?? null,
            value: measured === null ? null : valueOf(series, measured),
          };
        }),
      };
    })),
    treatments, assessments: await listAssessments(store, subject.id),
    warnings: warnAboutTreatments(treatments, timepoints),
  };
}

type Series = ReturnType<typeof buildReportView>['timeSeries'];
type Measured = { measurements: Record<string, number | null>; intervals: Record<string, [number, number]> };

/** The value that the series is about, in its unit, with its interval; null where the photograph has none. */
function valueOf(series: Series, { measurements, intervals }: Measured): { value: number; interval: [number, number] | null } | null {
  if (series === null) return null;
  const value = measurements[series.endpoint] ?? null, interval = intervals[series.endpoint] ?? null, share = series.endpoint === 'coverage' ? 100 : 1;
  return value === null ? null : { value: share * value, interval: interval === null ? null : [share * interval[0], share * interval[1]] };
}
