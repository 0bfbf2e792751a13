import compression from 'compression';
import express, { type Express } from 'express';
import { rateLimit } from 'express-rate-limit';
import { AnalysisError } from '../errors.js';
import { describeProgram } from './about.js';
import { authorise } from './authorise.js';
import { answerConditionally } from './conditional.js';
import type { Dependencies } from './dependencies.js';
import { guardOrigin, protectResponses } from './guard.js';
import { describeInterface } from './openapi.js';
import { createMetrics } from './metrics.js';
import { pageRoutes } from './pages.js';
import { answerError, answerNotFound } from './problem.js';
import { accountRoutes } from './routes/accounts.js';
import { auditRoutes } from './routes/audit.js';
import { blindRoutes } from './routes/blind.js';
import { clinicRoutes } from './routes/clinic.js';
import { comparisonRoutes } from './routes/comparisons.js';
import { correctionRoutes } from './routes/corrections.js';
import { deviceRoutes } from './routes/devices.js';
import { monitoringRoutes } from './routes/monitoring.js';
import { photographRoutes } from './routes/photographs.js';
import { readingRoutes } from './routes/readings.js';
import { sampleStudyRoutes } from './routes/sample-study.js';
import { sessionRoutes } from './routes/session.js';
import { studyRoutes } from './routes/studies.js';

/** From one address. Far above what a person does, far below what a program in a loop does; many people may share an address. */
const requestsPerMinute = { onePerson: 1200, shared: 12_000 } as const;

/** The application as an express app. It never listens; `serve` does. */
export function createApp(dependencies: Dependencies): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', dependencies.site.isProxied ? 1 : false);
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(protectResponses(dependencies.site));
  const metrics = createMetrics(dependencies.store, dependencies.version);
  app.use(metrics.count);
  app.use(monitoringRoutes(dependencies, metrics));
  app.use(guardOrigin(dependencies.site));
  app.use(compression({ filter: (request, response) => response.getHeader('Content-Type') !== 'text/event-stream' && compression.filter(request, response) }));

  app.use('/api', rateLimit({
    windowMs: 60_000, validate: { xForwardedForHeader: false }, limit: dependencies.site.isShared ? requestsPerMinute.shared : requestsPerMinute.onePerson, standardHeaders: 'draft-8', legacyHeaders: false,
    handler: (_request, _response, next) => next(new AnalysisError('request.tooMany', 'Too many requests came within a minute.')),
  }));
  app.use('/api', authorise(dependencies));
  app.get('/api/health', (_request, response) => { response.json({ status: 'ok', version: dependencies.version }); });
  app.get('/api/openapi.json', (_request, response) => { response.json(describeInterface(dependencies.version)); });
  app.use('/api/v1', express.json({ limit: '256kb', strict: true }));
  // Before answers get a tag: it would tell readers which pairs are the same.
  app.use('/api/v1/blind', blindRoutes(dependencies));
  app.use('/api/v1', answerConditionally);
  app.get('/api/v1/about', (_request, response) => { response.json(describeProgram(dependencies)); });
  app.use('/api/v1/photographs', photographRoutes(dependencies));
  app.use('/api/v1/comparisons', comparisonRoutes(dependencies));
  app.use('/api/v1/comparisons', correctionRoutes(dependencies));
  app.use('/api/v1/sample-study', sampleStudyRoutes(dependencies));
  app.use('/api/v1/clinic', clinicRoutes(dependencies));
  app.use('/api/v1/devices', deviceRoutes(dependencies));
  app.use('/api/v1', studyRoutes(dependencies));
  app.use('/api/v1', sessionRoutes(dependencies));
  app.use('/api/v1/accounts', accountRoutes(dependencies));
  app.use('/api/v1/audit', auditRoutes(dependencies));
  app.use('/api/v1', readingRoutes(dependencies));
  if (dependencies.webFolder !== null) app.use(pageRoutes(dependencies.webFolder));
  app.use(answerNotFound);
  app.use(answerError);
  return app;
}
