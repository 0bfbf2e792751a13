import { Router } from 'express';
import { z } from 'zod';
import { withholdAnswers } from '../../study/reading/withhold-answers.js';
import type { Dependencies } from '../dependencies.js';

/** Entries a page. */
const pageSize = 100;
const querySchema = z.object({ before: z.coerce.number().int().gte(1).lte(2 ** 31 - 1).optional() });

/** The trail, latest entries first, without what blinded readers said before everybody has signed. */
export function auditRoutes({ store }: Dependencies): Router {
  const routes = Router();
  routes.get('/', async (request, response) => {
    const { before } = querySchema.parse(request.query);
    const all = store.database.selectFrom('audit').select(['number', 'at', 'actor', 'action', 'object', 'before', 'after', 'hash']).orderBy('number', 'desc').limit(pageSize);
    const entries = await withholdAnswers(store, await (before === undefined ? all : all.where('number', '<', before)).execute());
    const read = (text: string | null): unknown => (text === null ? null : JSON.parse(text));
    response.json({ entries: entries.map((entry) => ({ ...entry, before: read(entry.before), after: read(entry.after) })) });
  });
  return routes;
}
