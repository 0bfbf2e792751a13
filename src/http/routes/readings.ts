import { Router } from 'express';
import { needsAdjudication } from '../../domain/panel-score.js';
import { AnalysisError } from '../../errors.js';
import { writeTable } from '../../tables/write-table.js';
import { accountNameSchema } from '../../study/account-name.js';
import { hasAccounts } from '../../study/accounts.js';
import { isAnswered, panelOf } from '../../study/reading/reading-scores.js';
import { type ReadingTable, readingTables, tabulateReading } from '../../study/reading/reading-tables.js';
import { addReading, beginAdjudication, findReading, listReaderAccounts, listReadings, type WholeReading } from '../../study/reading/readings.js';
import { verifySignature } from '../../study/reading/sign-answers.js';
import type { StudyStore } from '../../study/study-store.js';
import { findStudy } from '../../study/subjects.js';
import { casesOfStudy } from '../cases-of-study.js';
import { personOf } from '../authorise.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { adjudicationRequestSchema, readingRequestSchema } from '../reading-interface.js';

/** Begin blinded readings, see how far they are, adjudicate, and hand over the scores. For whoever leads the study, never for readers. */
export function readingRoutes({ store }: Dependencies): Router {
  const routes = Router();

  routes.get('/studies/:id/readings', async (request, response) => {
    const { id } = await requireStudy(store, request.params.id);
    response.json({ readings: (await listReadings(store, id)).map(({ id: reading, name, study }) => ({ id: reading, name, study })) });
  });
  routes.post('/studies/:id/readings', async (request, response) => {
    const { id: study } = await requireStudy(store, request.params.id), { name, readers, seed, visits } = readingRequestSchema.parse(jsonOf(request));
    const { id } = await addReading(store, personOf(response).name, { study, name, seed: seed ?? null, readers: await findReaderNames(store, study, readers), cases: await casesOfStudy(store, study, visits) });
    response.status(201).json(describeReading(await requireReading(store, id)));
  });
  routes.get('/readings/:id', async (request, response) => { response.json(describeReading(await requireReading(store, request.params.id))); });
  routes.post('/readings/:id/adjudication', async (request, response) => {
    const whole = await requireReading(store, request.params.id), { adjudicator } = adjudicationRequestSchema.parse(jsonOf(request));
    const [name] = await findReaderNames(store, whole.reading.study, [adjudicator]);
    await beginAdjudication(store, personOf(response).name, whole, name);
    response.status(201).json(describeReading(await requireReading(store, whole.reading.id)));
  });
  routes.get('/readings/:id/:table.csv', async (request, response) => {
    const { table } = request.params as { table: string };
    if (!(readingTables as readonly string[]).includes(table)) throw new AnalysisError('request.notFound', 'There is no such table.');
    const whole = await requireReading(store, request.params.id), { columns, rows } = tabulateReading(whole, table as ReadingTable);
    await store.change(personOf(response).name, (_step, record) => record({ action: 'reading.export', object: `reading:${whole.reading.id}`, after: { table } }));
    response.type('text/csv').attachment(`${table}.csv`).send(writeTable(columns, rows));
  });
  return routes;
}

async function requireStudy(store: StudyStore, id: string): Promise<{ id: string }> {
  const study = await findStudy(store, id);
  if (study === null) throw new AnalysisError('request.notFound', 'There is no such study.');
  return study;
}

async function requireReading(store: StudyStore, id: string): Promise<WholeReading> {
  const whole = await findReading(store, id);
  if (whole === null) throw new AnalysisError('request.notFound', 'There is no such reading.');
  return whole;
}

/**
 * Names under which readers open their pages. Where people sign in they are those of accounts of the study, however they are capitalised: nobody else could open a page.
 * @throws AnalysisError `request.conflict` for a name that is no such account.
 */
async function findReaderNames(store: StudyStore, study: string, readers: readonly string[]): Promise<string[]> {
  if (!await hasAccounts(store)) return [...readers];
  const known = new Set(await listReaderAccounts(store, study)), names = readers.map((name) => accountNameSchema.safeParse(name).data ?? name), unknown = readers.filter((_, at) => !known.has(names[at]));
  if (unknown.length > 0) throw new AnalysisError('request.conflict', `${unknown.join(', ')}: no account of this name has the role reader and belongs to this study.`, { hint: 'Add the account, or let it belong to the study, first.' });
  return names;
}

function describeReading(whole: WholeReading): object {
  const { reading, cases, readers, items } = whole, signed = readers.filter(({ role }) => role === 'reader').every(({ signature }) => signature !== null);
  return {
    id: reading.id, name: reading.name, study: reading.study, cases: cases.length, seed: reading.seed,
    readers: readers.map((reader) => {
      const own = items.filter((item) => item.reader === reader.id);
      return {
        name: reader.name, role: reader.role, page: `/read/${reader.id}`, pairs: own.length, answered: own.filter(isAnswered).length,
        signature: reader.signature === null ? null : { name: reader.signed_name, at: reader.signed_at, sha256: reader.signature }, intact: verifySignature(reader, items), renewedAt: reader.renewed_at,
      };
    }),
    toAdjudicate: signed ? panelOf(whole).filter(({ scores }) => needsAdjudication(scores)).length : null,
  };
}
