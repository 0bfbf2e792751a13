import { timingSafeEqual } from 'node:crypto';
import { type Request, Router } from 'express';
import { isReachable } from '../../study/leases.js';
import type { Dependencies } from '../dependencies.js';
import type { Metrics } from '../metrics.js';

/**
 * For the machines that watch over this one, which ask by its number and not by its name: `/healthz` says that the process answers, `/readyz` whether its
 * stores do, `/metrics` counts. Nothing of a patient is in any of them; counts are given to whoever has the token, or on a machine that is not shared.
 * @param token  TRICHOSCORE_METRICS_TOKEN; without it counts are not given away.
 */
export function monitoringRoutes({ store, site }: Dependencies, metrics: Metrics, token = process.env['TRICHOSCORE_METRICS_TOKEN'] ?? ''): Router {
  const routes = Router();
  routes.get('/healthz', (_request, response) => { response.json({ status: 'ok' }); });
  routes.get('/readyz', async (_request, response) => {
    const [database, originals] = await Promise.all([isReachable(store), store.originals.check()].map((check) => check.then(() => true, () => false)));
    const ready = database && originals;
    if (!ready) response.setHeader('Retry-After', '5');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'unready', database, originals });
  });
  routes.get('/metrics', async (request, response, next) => {
    if (!(token === '' ? !site.isShared : hasToken(request, token))) return next();
    response.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.describe());
  });
  return routes;
}

function hasToken({ headers }: Request, token: string): boolean {
  const [given, wanted] = [Buffer.from(headers.authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
