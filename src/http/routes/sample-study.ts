import { Router } from 'express';
import { z } from 'zod';
import { findSampleStudy } from '../../jobs/sample/add-sample-study.js';
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
    const { size } = sampleRequestSchema.parse(jsonOf(request)), known = await findSampleStudy(dependencies.store);
    if (known !== null) return void response.json({ study: known });
    // Whoever asks twice waits for the first.
    making ??= startSampleStudy(dependencies, personOf(response), size === 'quick').finally(() => { making = null; });
    const { study } = await making;
    response.status(201).location(`/api/v1/studies/${study}`).json({ study });
  });
  return routes;
}
