import { timepointResultSchema } from '../domain/result.js';
import { correctionRequestSchema, ifMatchSchema, previewRequestSchema, previewSchema, savedCorrectionSchema, versionQuerySchema, versionsQuerySchema, versionsSchema } from './correction-requests.js';
import { localeQuerySchema } from './report-options.js';
import type { RouteDescription } from './route-description.js';

const corrections = '/api/v1/comparisons/{id}/corrections';

export const correctionRoutes: readonly RouteDescription[] = [
  { method: 'get', path: corrections, summary: 'The versions of the measurement of one photograph of a comparison, with who corrected it, when and why; their ETag', status: 200, answer: versionsSchema, query: versionsQuerySchema },
  { method: 'post', path: corrections, summary: 'Keep a correction, or restore a version, as the next version; answers the comparison that shows it', status: 201, answer: savedCorrectionSchema, body: correctionRequestSchema, headers: ifMatchSchema },
  { method: 'post', path: `${corrections}/preview`, summary: 'Measure a photograph with a correction and compare it; nothing is kept', status: 200, answer: previewSchema, body: previewRequestSchema, query: localeQuerySchema },
  { method: 'get', path: '/api/v1/comparisons/{id}/measurement', summary: 'One version of the measurement of one photograph', status: 200, answer: timepointResultSchema, query: versionQuerySchema },
];
