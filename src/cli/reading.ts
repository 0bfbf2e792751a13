import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import type { StudyStore } from '../study/study-store.js';
import type { NewCase } from '../study/reading/readings.js';
import type { ReadingRow } from '../study/tables/reading-rows.js';
import { noData } from './no-data.js';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { refuseInstallation } from './options/shared-store.js';
import { printMessage, printText } from './output.js';
import { prepareFolder, writeWhole } from './output-folder.js';
import type { LeftOut } from './reading-cases.js';
import { refuseToReplaceForeign } from './refuse-foreign-files.js';

interface BeginOptions { name: string; readers: string; study?: string; seed?: string; visits: string; data?: string }

const dataHelp = 'data folder of the application (default: trichoscore-data in your home folder)';

/** `trichoscore reading`: blinded reading of a trial's photographs by people. They read in the application (`serve`). */
export function addReadingCommand(program: Command): void {
  const reading = program.command('reading')
    .summary('blinded reading of photographs by people')
    .description('Deals the pairs of a trial to blinded readers, shows how far they are, and hands over their scores. They read in the application that `trichoscore serve` opens.')
    .hook('preAction', (_, command) => refuseInstallation(
      command.opts<{ data?: string }>().data, 'Readings in what several machines share are not reached by this command, which works on a data folder of one machine.',
      'In the application the page of a study begins readings of its subjects, shows how far they are and hands over their scores.',
    ));
  reading.command('begin')
    .description('Takes the photographs of a manifest of `batch` into the data folder and deals every follow-up with its baseline to each reader: random order and sides, one pair in ten twice, no days, names or metadata.')
    .argument('<manifest>', 'the table that `batch` reads')
    .requiredOption('--name <name>', 'what the reading is called')
    .requiredOption('--readers <names>', 'names of the readers, with commas between')
    .option('--study <name>', 'study that it belongs to; added when it is not there (default: the name of the reading)')
    .option('--seed <text>', 'decides order, sides and repeats; keep it from readers (default: drawn)')
    .option('--visits <which>', 'all follow-ups, or the last of each series', 'all')
    .option('--data <folder>', dataHelp)
    .action(async (manifest: string, options: BeginOptions) => { process.exitCode = await begin(resolve(manifest), options); });
  reading.command('list')
    .description('Lists the readings with their readers, the address of each reader\'s page, and who has signed.')
    .option('--data <folder>', dataHelp)
    .action(async ({ data }: { data?: string }) => { await withStore(data, false, list); });
  reading.command('export')
    .description('Writes ratings.csv (for `agreement` and `trial`), panel.csv (for `trial`) and signatures.csv, once everybody has signed.')
    .argument('<name>', 'what the reading is called')
    .requiredOption('--out <folder>', 'folder for the tables')
    .option('--study <name>', 'the study, where readings of several have one name')
    .option('--data <folder>', dataHelp)
    .action(async (name: string, { out, study, data }: { out: string; study?: string; data?: string }) => {
      if (!['panel.csv', 'signatures.csv'].every((table) => existsSync(join(out, table)))) await refuseToReplaceForeign(resolve(out), ['ratings.csv', 'panel.csv', 'signatures.csv']);
      await prepareFolder(resolve(out), '--out');
      await withStore(data, false, (store) => exportTables(store, name, study, resolve(out)));
    });
}

async function withStore<Outcome>(data: string | undefined, mayBeNew: boolean, act: (store: StudyStore) => Promise<Outcome>): Promise<Outcome> {
  const folder = resolveDataFolder(data);
  if (!mayBeNew && !existsSync(join(folder, 'trichoscore.db'))) throw noData();
  const { openStudyStore } = await import('../study/study-store.js');
  const store = await openStudyStore(folder);
  return act(store).finally(() => store.close());
}

async function begin(manifest: string, { name, readers, study: studyName = name, seed, visits, data }: BeginOptions): Promise<number> {
  if (visits !== 'all' && visits !== 'last') throw new AnalysisError('usage.invalid', `--visits is all or last; got ${JSON.stringify(visits.slice(0, 40))}.`);
  const names = readers.split(',').map((one) => one.trim()).filter((one) => one !== '');
  if (names.length === 0) throw new AnalysisError('usage.invalid', '--readers names nobody.');
  if (new Set(names).size < names.length) throw new AnalysisError('usage.invalid', '--readers names somebody twice.', { hint: 'Give each reader a name of its own.' });
  return withStore(data, true, async (store) => {
    const [{ casesOfManifest }, { importPhotographs }, { createWorker }, { addReading, findReading, listReadings, noPairs }, { addStudy }, { localPerson }] = await Promise.all([
      import('./reading-cases.js'), import('./import-photographs.js'), import('../jobs/worker-process.js'), import('../study/reading/readings.js'), import('../study/subjects.js'), import('../study/person.js'),
    ]);
    const study = await store.database.selectFrom('studies').select('id').where('name', '=', studyName).executeTakeFirst();
    if (study !== undefined && (await listReadings(store, study.id)).some((one) => one.name === name)) throw new AnalysisError('usage.invalid', 'A reading of this name is there already.', { hint: 'Choose another --name.' });
    const accounts = await accountsOfReaders(store, names);
    const worker = createWorker(), imports = importPhotographs(store, worker);
    let cases: NewCase[], leftOut: LeftOut[], reading: ReadingRow;
    try {
      ({ cases, leftOut } = await casesOfManifest(manifest, visits, imports, (done, of) => { if (done === of || done % 50 === 0) printMessage(`${done} of ${of} photographs taken over.`); }, printMessage).finally(() => worker.close()));
      for (const { row, message } of leftOut) printMessage(`Row ${row}: ${message} Its pairs are left out.`);
      // Refused before there is a study of it, which would stay behind without a reading.
      if (cases.length === 0) throw noPairs();
      const { id } = study ?? await addStudy(store, localPerson.name, studyName);
      if (accounts !== null) await letBelong(store, id, study === undefined ? [...accounts.readers, ...accounts.administrators] : accounts.readers);
      reading = await addReading(store, localPerson.name, { study: id, name, seed: seed ?? null, readers: accounts?.readers.map((account) => account.name) ?? names, cases, photographs: imports.listNew() });
    } finally {
      await imports.settle();
    }
    await printText(`${cases.length} pair${cases.length === 1 ? ' was' : 's were'} dealt to ${names.length} reader${names.length === 1 ? '' : 's'}.\n`);
    await describe((await findReading(store, reading.id))!);
    return leftOut.length === 0 ? exitCodes.allMeasured : exitCodes.someFailed;
  });
}

type Account = Awaited<ReturnType<typeof import('../study/accounts.js').listAccounts>>[number];

/**
 * Where people sign in, the accounts of the readers, who alone can open their pages, and of the administrators, who lead what is begun here; null where nobody does.
 * @throws AnalysisError `usage.invalid` for a name that is no account with the role reader.
 */
async function accountsOfReaders(store: StudyStore, names: readonly string[]): Promise<{ readers: Account[]; administrators: Account[] } | null> {
  const [{ hasAccounts, listAccounts }, { accountNameSchema }] = await Promise.all([import('../study/accounts.js'), import('../study/account-name.js')]);
  if (!await hasAccounts(store)) return null;
  const open = (await listAccounts(store)).filter(({ closed_at }) => closed_at === null), found = names.map((name) => open.find((account) => account.role === 'reader' && account.name === accountNameSchema.safeParse(name).data));
  const unknown = names.filter((_, at) => found[at] === undefined);
  if (unknown.length > 0) throw new AnalysisError('usage.invalid', `${unknown.map((name) => JSON.stringify(name)).join(', ')}: no account of this name has the role reader, and nobody else could open the page.`, { hint: '`trichoscore account list` shows the accounts; `trichoscore account add NAME --role reader` adds one.' });
  const readers = found.filter((account) => account !== undefined);
  if (new Set(readers).size < readers.length) throw new AnalysisError('usage.invalid', '--readers names one account twice.', { hint: 'Capitals do not tell accounts apart.' });
  return { readers, administrators: open.filter(({ role }) => role === 'administrator') };
}

/** Nobody sees a study that they do not belong to, and a reader opens no page of its readings. */
async function letBelong(store: StudyStore, study: string, accounts: readonly Account[]): Promise<void> {
  const [{ setMembership }, { localPerson }] = await Promise.all([import('../study/accounts.js'), import('../study/person.js')]);
  for (const { id } of accounts) await setMembership(store, localPerson.name, id, study, true);
}

async function list(store: StudyStore): Promise<void> {
  const { findReading, listReadings } = await import('../study/reading/readings.js');
  const all = await listReadings(store);
  if (all.length === 0) await printText('There is no reading.\n');
  for (const { id } of all) await describe((await findReading(store, id))!);
}

async function describe(whole: import('../study/reading/readings.js').WholeReading): Promise<void> {
  const { isAnswered } = await import('../study/reading/reading-scores.js'), { reading, readers, items } = whole, adjudication = await describeAdjudication(whole);
  const lines = readers.map(({ id, name, role, signed_at: signedAt }) => {
    const own = items.filter((item) => item.reader === id);
    return `  ${name}${role === 'adjudicator' ? ' (adjudicator)' : ''}: /read/${id}  ${own.filter(isAnswered).length} of ${own.length} answered${signedAt === null ? '' : ', signed'}`;
  });
  await printText(`${reading.name}\n${lines.join('\n')}\nEach reader opens that page of the application: trichoscore serve.\n${adjudication === null ? '' : `${adjudication}\n`}`);
}

/** How many cases have no final score because two readers differ and nobody has adjudicated; null for none, and before all readers have signed. */
async function describeAdjudication(whole: import('../study/reading/readings.js').WholeReading): Promise<string | null> {
  const [{ needsAdjudication }, { panelOf }] = await Promise.all([import('../domain/panel-score.js'), import('../study/reading/reading-scores.js')]), { readers } = whole;
  const open = readers.some(({ role, signature }) => role === 'adjudicator' || signature === null) ? 0 : panelOf(whole).filter(({ scores }) => needsAdjudication(scores)).length;
  return open === 0 ? null : `${open === 1 ? 'One case has' : `${open} cases have`} no final score: readers differ by two or more there, or one could not judge. Name an adjudicator on the page of the reading in the application.`;
}

async function exportTables(store: StudyStore, name: string, studyName: string | undefined, out: string): Promise<void> {
  const [{ findReading, listReadings }, { readingTables, tabulateReading }, { writeTable }, { localPerson }] = await Promise.all([
    import('../study/reading/readings.js'), import('../study/reading/reading-tables.js'), import('../tables/write-table.js'), import('../study/person.js'),
  ]);
  const study = studyName === undefined ? undefined : (await store.database.selectFrom('studies').select('id').where('name', '=', studyName).executeTakeFirst())?.id ?? '';
  const found = (await listReadings(store, study)).filter((one) => one.name === name);
  if (found.length !== 1) throw new AnalysisError('usage.invalid', found.length === 0 ? 'There is no reading of this name.' : 'Several studies have a reading of this name.', { hint: found.length === 0 ? '`trichoscore reading list` lists them.' : 'Name the study with --study.' });
  const whole = (await findReading(store, found[0].id))!;
  const tables = readingTables.map((table) => ({ table, text: ((made) => writeTable(made.columns, made.rows))(tabulateReading(whole, table)) }));
  for (const { table, text } of tables) await writeWhole(join(out, `${table}.csv`), text);
  await store.change(localPerson.name, (_step, record) => record({ action: 'reading.export', object: `reading:${whole.reading.id}`, after: { tables: readingTables } }));
  await printText('Written: ratings.csv, panel.csv, signatures.csv.\n');
  const adjudication = await describeAdjudication(whole);
  if (adjudication !== null) printMessage(adjudication);
}
