import { type Request, type Response, Router } from 'express';
import { AnalysisError } from '../../errors.js';
import type { Asker } from '../../jobs/fair-queue.js';
import { createSharedWork } from '../../jobs/shared-work.js';
import { isAnswered } from '../../study/reading/reading-scores.js';
import { findCase, findReader, keepAnswer, listOwnReadings, signReading } from '../../study/reading/readings.js';
import type { ReadingItemRow } from '../../study/tables/reading-rows.js';
import { askerOf } from '../asker.js';
import { personOf } from '../authorise.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { answerRequestSchema, signatureRequestSchema } from '../reading-interface.js';

/** Pairs of pictures kept in memory, so that going back and forth makes none twice. */
const pairsKept = 24;
type Pair = [Uint8Array, Uint8Array];
type Found = NonNullable<Awaited<ReturnType<typeof findReader>>>;

/**
 * What a blinded reader sees and says. Nothing here names a subject, a visit, a day or a file: pairs and pictures have random ids, both pictures of a pair
 * are made before either is sent, and a hidden repeat is a pair like any other.
 */
export function blindRoutes({ store, writer: worker }: Dependencies): Router {
  const routes = Router();
  const made = new Map<string, Pair>(), share = createSharedWork<Pair>();

  async function drawPair({ id, reading_case, baseline_side }: ReadingItemRow, asker: Asker): Promise<Pair> {
    const { kind, baseline_photograph, follow_up_photograph, baseline_um_per_px, follow_up_um_per_px } = await findCase(store, reading_case);
    const baseline = { file: await store.originals.locate(baseline_photograph), micrometresPerPixel: baseline_um_per_px };
    const followUp = { file: await store.originals.locate(follow_up_photograph), micrometresPerPixel: follow_up_um_per_px };
    const pair = await worker.run('blind', { pair: baseline_side === 'left' ? [baseline, followUp] : [followUp, baseline], request: { kind, grain: id } }, undefined, asker);
    made.set(id, pair);
    if (made.size > pairsKept) made.delete(made.keys().next().value!);
    return pair;
  }

  routes.get('/', async (_request, response) => {
    const own = await listOwnReadings(store, personOf(response));
    response.json({ readings: own.map(({ reader, items }) => ({ page: `/read/${reader.id}`, pairs: items.length, answered: items.filter(isAnswered).length, signed: reader.signature !== null })) });
  });
  routes.get('/:id', async (request, response) => { describe(await requireReader(request), response); });
  routes.get('/:id/pairs/:pair/:side', async (request, response) => {
    const { items } = await requireReader(request), { pair, side } = request.params;
    const item = items.find(({ id }) => id === pair);
    if (item === undefined || (side !== 'left' && side !== 'right')) throw new AnalysisError('request.notFound', 'There is no such pair.');
    const pictures = made.get(item.id) ?? await share(item.id, askerOf(response), (asker) => drawPair(item, asker));
    response.type('image/jpeg').send(Buffer.from(pictures[side === 'left' ? 0 : 1]));
  });
  routes.put('/:id/pairs/:pair', async (request, response) => {
    const { reader } = await requireReader(request), said = answerRequestSchema.parse(jsonOf(request));
    await keepAnswer(store, personOf(response).name, reader.id, request.params.pair, 'score' in said ? { answer: said.score, reason: null } : { answer: null, reason: said.cannotJudge });
    response.status(204).end();
  });
  routes.post('/:id/signature', async (request, response) => {
    const { reader } = await requireReader(request);
    await signReading(store, personOf(response).name, reader.id, signatureRequestSchema.parse(jsonOf(request)).name);
    describe(await requireReader(request), response.status(201));
  });
  return routes;

  async function requireReader(request: Request): Promise<Found> {
    const found = await findReader(store, String(request.params['id']));
    if (found === null) throw new AnalysisError('request.notFound', 'There is no such reading.');
    return found;
  }
}

function describe({ reader: { signature, signed_name, signed_at }, items }: Found, response: Response): void {
  response.json({
    pairs: items.map(({ id, answer, reason }) => ({ id, answer, reason })),
    signature: signature === null ? null : { name: signed_name, at: signed_at, sha256: signature },
  });
}
