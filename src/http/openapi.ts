import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { devicePresetSchema } from '../domain/device-presets.js';
import { progressResultSchema, qualityCheckSchema } from '../domain/result.js';
import { comparisonRequestSchema } from '../jobs/comparison-request.js';
import { jobStates } from '../study/tables/work-rows.js';
import { assessmentSchema } from '../study/assessments.js';
import { treatmentSchema } from '../study/treatment.js';
import { aboutSchema } from './about.js';
import { checkAnswerSchema, checkRequestSchema } from './check-request.js';
import { clinicDescriptions } from './clinic-interface.js';
import { changeKeySchema } from './choose-id.js';
import { accountRoutes } from './openapi-accounts.js';
import { correctionRoutes } from './openapi-corrections.js';
import { localeQuerySchema, reportQuerySchema } from './report-options.js';
import { readingInterface } from './reading-interface.js';
import { accessOfRoutes, rights } from './rights.js';
import { sampleDescriptions } from './routes/sample-study.js';
import type { RouteDescription } from './route-description.js';
import { comparisonRefusalSchema, erasureSchema, keptAssessmentSchema, loggedTreatmentSchema, progressSchema, studyErasureSchema, studyListSchema, studyRowSchema, studySchema, subjectFileSchema, subjectRowSchema, targetAreaRowSchema, timepointRowSchema } from './study-answers.js';
import { erasureRequestSchema, reasonSchema, regionChangeSchema, studyChangeSchema, studyErasureRequestSchema, studyRequestSchema, subjectRequestSchema, targetAreaRequestSchema, timepointRequestSchema } from './study-requests.js';

const problemSchema = z.object({
  type: z.string(), title: z.string(), status: z.number().int(), detail: z.string(), code: z.string(), hint: z.string(),
});
const photographSchema = z.object({
  id: z.string(), name: z.string(), format: z.string(), bytes: z.number().int(), width: z.number().int(), height: z.number().int(),
  capturedAt: z.string().nullable(), picture: z.string(),
  quality: z.object({ usable: z.boolean(), checks: z.array(qualityCheckSchema) }),
  /** Whether it may show a face, so that its pictures show the scalp alone. */
  isCovered: z.boolean(),
  isChecked: z.literal(true),
});
/** An upload is answered before it is checked. */
const uploadedSchema = photographSchema.extend({ quality: photographSchema.shape.quality.nullable(), isCovered: z.boolean().nullable(), isChecked: z.boolean() });
const comparisonSchema = z.object({
  id: z.string(), state: z.enum(jobStates), progress: progressSchema.nullable(),
  /** How many come before it while it waits; else null. */
  ahead: z.number().int().nullable(),
  error: comparisonRefusalSchema.nullable(),
  request: comparisonRequestSchema, result: progressResultSchema.nullable(), view: z.object({}).loose().nullable(), charts: z.object({}).loose().nullable(),
  /** That of the clinic; null where none is set. */
  paper: z.enum(['a4', 'letter']).nullable(),
  /** The same comparison without any correction and with the newest ones; null where it is this one or was never asked for. */
  related: z.object({ automatic: z.string().nullable(), newest: z.string().nullable() }),
});

const ifNoneMatchSchema = z.object({ 'If-None-Match': z.string().optional() });
const askedSchema = z.object({ id: z.string(), state: z.enum(jobStates) });

/** Who each route is for stands in rights.ts. */
const routes: readonly RouteDescription[] = [
  ...accountRoutes,
  ...correctionRoutes,
  ...sampleDescriptions,
  ...clinicDescriptions,
  { method: 'get', path: '/api/health', summary: 'Whether the service is there', status: 200, answer: z.object({ status: z.literal('ok'), version: z.string() }) },
  { method: 'post', path: '/api/v1/photographs', summary: 'Upload a photograph; the same content again is the same photograph (200). Until it is checked (isChecked), quality and isCovered are null; GET waits for them', status: 201, also: [200], answer: uploadedSchema, form: 'photograph' },
  { method: 'get', path: '/api/openapi.json', summary: 'This description', status: 200, answer: z.object({ openapi: z.string() }).loose() },
  { method: 'get', path: '/api/v1/photographs/{id}', summary: 'One photograph with its check, which is waited for', status: 200, answer: photographSchema },
  { method: 'post', path: '/api/v1/photographs/{id}/check', summary: 'Check a close-up at the scale that is given; nothing is kept', status: 200, answer: checkAnswerSchema, body: checkRequestSchema },
  { method: 'get', path: '/api/v1/photographs/{id}/picture', summary: 'The upright photograph as JPEG without metadata, at most 3200 pixels a side', status: 200, answer: 'image/jpeg' },
  { method: 'post', path: '/api/v1/comparisons', summary: 'Ask for a comparison; the same request again is the same comparison', status: 202, answer: askedSchema, body: comparisonRequestSchema },
  { method: 'get', path: '/api/v1/comparisons/{id}', summary: 'State and result of a comparison, with words and charts in which numbers and days are written as in `locale`', status: 200, answer: comparisonSchema, query: localeQuerySchema },
  { method: 'get', path: '/api/v1/comparisons/{id}/events', summary: 'Its progress as server-sent events: progress …, end', status: 200, answer: 'text/event-stream' },
  { method: 'get', path: '/api/v1/comparisons/{id}/report.html', summary: 'Its report as a page', status: 200, answer: 'text/html', query: reportQuerySchema },
  { method: 'get', path: '/api/v1/comparisons/{id}/report.pdf', summary: 'Its report as PDF', status: 200, answer: 'application/pdf', query: reportQuerySchema },
  { method: 'get', path: '/api/v1/comparisons/{id}/report.json', summary: 'Its result as a file', status: 200, answer: progressResultSchema },
  { method: 'get', path: '/api/v1/about', summary: 'Version of the program, of its methods, and its networks', status: 200, answer: aboutSchema },
  { method: 'get', path: '/api/v1/devices', summary: 'The devices of the site with their scales', status: 200, answer: z.object({ devices: z.array(devicePresetSchema) }) },
  { method: 'get', path: '/api/v1/studies', summary: 'All studies', status: 200, answer: studyListSchema },
  { method: 'post', path: '/api/v1/studies', summary: 'Add a study', status: 201, answer: studyRowSchema, body: studyRequestSchema, headers: changeKeySchema },
  { method: 'get', path: '/api/v1/studies/{id}', summary: 'A study and its subjects', status: 200, answer: studySchema },
  { method: 'patch', path: '/api/v1/studies/{id}', summary: 'Call a study something else, put it away as finished, or take it back', status: 200, answer: studyRowSchema, body: studyChangeSchema },
  { method: 'delete', path: '/api/v1/studies/{id}', summary: 'Erase a study with everybody in it, for good; the audit trail keeps that it was done, and why', status: 200, answer: studyErasureSchema, body: studyErasureRequestSchema },
  { method: 'post', path: '/api/v1/studies/{id}/subjects', summary: 'Add a subject by pseudonym', status: 201, answer: subjectRowSchema, body: subjectRequestSchema, headers: changeKeySchema },
  { method: 'get', path: '/api/v1/subjects/{id}', summary: 'A subject: areas with visits and values, treatments, what they said themselves, warnings', status: 200, answer: subjectFileSchema, query: localeQuerySchema },
  { method: 'delete', path: '/api/v1/subjects/{id}', summary: 'Erase everything that is kept of a person, for good; the audit trail keeps that it was done, and why', status: 200, answer: erasureSchema, body: erasureRequestSchema },
  { method: 'post', path: '/api/v1/subjects/{id}/target-areas', summary: 'Add a target area', status: 201, answer: targetAreaRowSchema, body: targetAreaRequestSchema, headers: changeKeySchema },
  { method: 'post', path: '/api/v1/target-areas/{id}/timepoints', summary: 'Add the photograph of a visit', status: 201, answer: timepointRowSchema, body: timepointRequestSchema, headers: changeKeySchema },
  { method: 'delete', path: '/api/v1/timepoints/{id}', summary: 'Take a photograph out of its series, with a reason', status: 204, answer: null, body: reasonSchema },
  { method: 'put', path: '/api/v1/timepoints/{id}/region', summary: 'Measure the photograph of a head elsewhere, with a reason; it counts while this is the earliest one of its area', status: 200, answer: timepointRowSchema, body: regionChangeSchema },
  { method: 'post', path: '/api/v1/target-areas/{id}/comparison', summary: 'Measure all visits of an area and compare them with the first', status: 202, answer: askedSchema },
  { method: 'post', path: '/api/v1/subjects/{id}/treatments', summary: 'Log a treatment', status: 201, answer: loggedTreatmentSchema, body: treatmentSchema, headers: changeKeySchema },
  { method: 'post', path: '/api/v1/subjects/{id}/assessments', summary: 'Keep what the patient says of their own hair on a day', status: 201, answer: keptAssessmentSchema, body: assessmentSchema, headers: changeKeySchema },
  { method: 'delete', path: '/api/v1/assessments/{id}', summary: 'Take an answer of a patient out, with a reason', status: 204, answer: null, body: reasonSchema },
  { method: 'delete', path: '/api/v1/treatments/{id}', summary: 'Take a treatment out of the log, with a reason', status: 204, answer: null, body: reasonSchema },
  ...readingInterface,
];

/** The interface for programs as OpenAPI 3.1, made from the schemas that the routes check with. */
export function describeInterface(version: string): object {
  const registry = new OpenAPIRegistry();
  const problem = { description: 'Refused: code, sentence, hint (RFC 9457)', content: { 'application/problem+json': { schema: problemSchema } } };
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'trichoscore', description: 'Given by POST /api/v1/session; behind TLS its name is __Host-trichoscore. Not needed where one person uses the machine.' });
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer', description: 'For programs: made with `trichoscore account token`, for an account, until a day, to be taken back at any time.' });
  for (const { method, path, summary, status, answer, body, form, query, headers, also = [] } of routes) {
    const sent = body !== undefined ? { body: { required: true, content: { 'application/json': { schema: body } } } }
      : form !== undefined ? { body: { required: true, content: { 'multipart/form-data': { schema: z.object({ [form]: z.string() }) } } } } : {};
    const content = answer === null ? {} : typeof answer === 'string' ? { [answer]: { schema: { type: 'string' as const } } } : { 'application/json': { schema: answer } };
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, z.string()]);
    const params = parameters.length === 0 ? {} : { params: z.object(Object.fromEntries(parameters) as Record<string, z.ZodString>) };
    const access = accessOfRoutes[`${method.toUpperCase()} ${path}`];
    const response = { description: summary, ...(answer === null ? {} : { content }) };
    const isConditional = method === 'get' && path.startsWith('/api/v1/') && !/^\/api\/v1\/blind|\.json$/.test(path) && answer !== null && typeof answer !== 'string';
    const unchanged = isConditional ? { 304: { description: 'The answer is still the one whose ETag was sent' } } : {};
    const sentHeaders = headers ?? (isConditional ? ifNoneMatchSchema : undefined);
    registry.registerPath({
      method, path, summary, security: access === 'everybody' ? [] : [{ session: [] }, { token: [] }],
      ...(typeof access === 'object' ? { description: `For whoever may ${rights[access.right]}.` } : {}),
      request: { ...params, ...(query === undefined ? {} : { query }), ...(sentHeaders === undefined ? {} : { headers: sentHeaders }), ...sent },
      responses: { ...Object.fromEntries([status, ...also].map((code) => [code, response])), ...unchanged, default: problem },
    });
  }
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0', info: { title: 'trichoscore', version, description: 'Measures and documents change of hair in photographs. Not a diagnosis.' },
  });
  // The generator leaves the flag of a Unicode pattern behind it; in a schema every pattern is one.
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => (key === 'pattern' && typeof value === 'string' ? value.replace(/\/u$/, '') : value)) as object;
}
