import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { showTypedText } from '../report/view/typed-text.js';
import type { Retention, Scope } from '../study/retention.js';
import type { StudyStore } from '../study/study-store.js';
import { askTyped } from './ask-typed.js';
import { exitCodes } from './exit-codes.js';
import { openKnownStore, type StoreOptions } from './open-store.js';
import { databaseUrlOption, objectStoreOption } from './options/shared-store.js';
import { printData, printError, printText } from './output.js';
import { countThings } from './text/count-things.js';

interface SetOptions extends StoreOptions { study?: string; withoutStudy?: boolean; days?: string; unlimited?: boolean }

/** `trichoscore retention`: how long photographs and results are kept, and erasing what is due. */
export function addRetentionCommand(program: Command): void {
  const retention = program.command('retention')
    .summary('how long photographs and results are kept')
    .description('Sets for a study how many days a person is kept after the last visit, treatment, own assessment or entry, lists who is due, and erases them as `trichoscore erase` does. Nothing is erased by itself. The application must be closed, unless several machines share it.');
  const withStoreOptions = (command: Command): Command => command
    .option('--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)')
    .option(...databaseUrlOption)
    .option(...objectStoreOption);
  withStoreOptions(retention.command('set').description('Sets how long is kept what belongs to a study, or photographs that belong to none.'))
    .option('--study <name>', 'the study')
    .option('--without-study', 'photographs that were compared without a study; counted from the last upload or comparison')
    .option('--days <n>', 'days after the last day on which anything was done, 1 to 36525')
    .option('--unlimited', 'keep without limit, as is done where nothing was set')
    .action((options: SetOptions) => set(options));
  withStoreOptions(retention.command('list').description('Lists what is set, who is due, and who cannot be told. Changes nothing.'))
    .option('--json', 'print it as JSON')
    .action((options: StoreOptions & { json?: boolean }) => withStore(options, async (store) => {
      const found = await look(store);
      await (options.json === true ? printData(`${JSON.stringify(found)}\n`) : printText(`${describe(found)}\n`));
    }));
  withStoreOptions(retention.command('erase').description('Erases everything that is due, for good; lists it first. Copies made earlier (backups, exports, reports) are not reached.'))
    .option('--yes', 'do not ask; without a terminal it has to be given')
    .action(async (options: StoreOptions & { yes?: boolean }) => { process.exitCode = await erase(options); });
}

async function withStore<Outcome>(options: StoreOptions, act: (store: StudyStore) => Promise<Outcome>): Promise<Outcome> {
  const store = await openKnownStore(options);
  return act(store).finally(() => store.close());
}

async function look(store: StudyStore): Promise<Retention> {
  const { listRetention } = await import('../study/retention.js');
  return listRetention(store, Date.now());
}

async function set({ study, withoutStudy = false, days, unlimited = false, ...options }: SetOptions): Promise<void> {
  if ((study !== undefined) === withoutStudy) throw new AnalysisError('usage.invalid', 'Give either --study NAME or --without-study.');
  if ((days !== undefined) === unlimited) throw new AnalysisError('usage.invalid', 'Give either --days N or --unlimited.');
  const { retentionDays, setRetention } = await import('../study/retention.js'), number = days === undefined ? null : Number(days);
  if (number !== null && !(/^\d+$/.test(days!.trim()) && number >= retentionDays.least && number <= retentionDays.most)) throw new AnalysisError('usage.invalid', `--days is a whole number from ${retentionDays.least} to ${retentionDays.most}; got ${JSON.stringify(days!.slice(0, 40))}.`);
  await withStore(options, async (store) => {
    await setRetention(store, 'command line', study === undefined ? 'noStudy' : await findScope(store, study), number);
    await printText(`${number === null ? 'Kept without limit from now on.' : `Kept for ${number} days after the last day on which anything was done.`} Nothing was erased; \`trichoscore retention list\` says who is due.\n`);
  });
}

async function findScope({ database }: StudyStore, name: string): Promise<Scope> {
  const row = await database.selectFrom('studies').select('id').where('name', '=', name).executeTakeFirst();
  if (row === undefined) throw new AnalysisError('usage.invalid', 'No study of this name is kept.', { hint: 'Write the name as the application shows it; `trichoscore retention list` lists them.' });
  return { study: row.id };
}

async function erase({ yes = false, ...options }: StoreOptions & { yes?: boolean }): Promise<number> {
  return withStore(options, async (store) => {
    const found = await look(store), unclear = found.studies.some((study) => study.unclear.length > 0), after = unclear ? exitCodes.someFailed : exitCodes.allMeasured;
    await printText(`${describe(found)}\n`);
    if (found.noStudy.due.length === 0 && found.studies.every(({ due }) => due.length === 0)) {
      await printText('Nothing is due; nothing was erased.\n');
      return after;
    }
    if (!yes && !process.stdin.isTTY) throw new AnalysisError('usage.invalid', 'Nobody can be asked here, and --yes was not given; nothing was erased.', { hint: 'Read the list, then repeat the command with --yes.' });
    if (!yes && !await isMeant(found.today)) throw new AnalysisError('usage.invalid', 'That is another day; nothing was erased.');
    let isStuck = false;
    const { eraseDue } = await import('../study/retention.js'), { subjects, photographs } = await eraseDue(store, 'command line', found, ({ of, refusal }) => {
      isStuck = true;
      printError(refusal, of);
    });
    await printText(`Erased: ${countThings(subjects, 'person', 'people')}, ${countThings(photographs, 'photograph')} and all that was made of them. Backups, exports and reports made earlier still hold them.\n`);
    return isStuck ? exitCodes.someFailed : after;
  });
}

/** Asks for the day: a clock that runs ahead would erase too early, and nothing else would show it. */
async function isMeant(today: string): Promise<boolean> {
  return await askTyped('All that is listed as due will be erased for good. Write the day of today (YYYY-MM-DD): ') === today;
}

function describe({ today, studies, noStudy }: Retention): string {
  const limit = (days: number | null): string => (days === null ? 'kept without limit' : `kept for ${days} days`);
  return [
    `As of ${today}:`,
    ...studies.flatMap(({ study, days, due, unclear, kept }) => [
      `Study ${showTypedText(study.name)}: ${limit(days)}${days === null ? '' : `; ${due.length} due, ${unclear.length} unclear, ${kept.length} kept${kept.length === 0 ? '' : `, the next until ${kept.map(({ keptUntil }) => keptUntil).sort()[0]}`}`}.`,
      ...due.map(({ pseudonym, lastDay, keptUntil }) => `  due: ${showTypedText(pseudonym)}, last day ${lastDay}, kept until ${keptUntil}`),
      ...unclear.map(({ pseudonym, lastDay, unclear: why }) => `  unclear, not erased: ${showTypedText(pseudonym)}, last day ${lastDay}: ${why}`),
    ]),
    `Photographs of no study: ${limit(noStudy.days)}${noStudy.days === null ? '' : `; ${noStudy.due.length} due`}.`,
  ].join('\n');
}
