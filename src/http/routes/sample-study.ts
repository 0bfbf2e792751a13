import { Router } from 'express';
import { z } from 'zod';
import { AnalysisError } from '../../errors.js';
import { findSampleStudy } from '../../jobs/sample/add-sample-study.js';
import type { Person } from '../../study/person.js';
import type { StudyStore } from '../../study/study-store.js';
import { isVisible } from '../../study/visibility.js';
import { personOf } from '../authorise.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import type { RouteDescription } from '../route-description.js';
import { startSampleStudy } from '../sample-study.js';

/** `full`: four men with five visits each. `quick`: one man with two small photographs. */
const sampleRequestSchema = z.object({ size: z.enum(['full', 'quick']) }).strict();
const sampleSchema = z.object({ study: z.string() });

export const sampleDescriptions: readonly RouteDescription[] = [
  { method: 'post', path: '/api/v1/sample-study', summary: 'Add a study of simulated men, to try everything with; where it is there already, its id (200)', status: 201, also: [200], answer: sampleSchema, body: sampleRequestSchema },
];

/** A study to try everything with. */
export function sampleStudyRoutes(dependencies: Dependencies): Router {
  const routes = Router();
  let making: Promise<{ study: string }> | null = null;
  routes.post('/', async (request, response) => {
    const { size } = sampleRequestSchema.parse(jsonOf(request)), { store } = dependencies, person = personOf(response), known = await findSampleStudy(store);
    if (known !== null) return void response.json({ study: await requireMember(store, person, known) });
    // Whoever asks twice waits for the first.
    making ??= startSampleStudy(dependencies, person, size === 'quick').finally(() => { making = null; });
    const study = await requireMember(store, person, (await making).study);
    response.status(201).location(`/api/v1/studies/${study}`).json({ study });
  });
  return routes;
}

/** @throws AnalysisError `request.conflict` when somebody else has the sample study of this installation. */
async function requireMember(store: StudyStore, person: Person, study: string): Promise<string> {
  if (await isVisible(store, person, 'study', study)) return study;
  throw new AnalysisError('request.conflict', 'The sample study is there already, and you do not belong to it.', { hint: 'Ask an administrator of this installation to let you belong to it.' });
}
