import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { noData } from './no-data.js';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { databaseUrlOption, objectStoreOption } from './options/shared-store.js';
import { openStore, sharedStoreOf, type StoreOptions } from './open-store.js';
import { printData, printText } from './output.js';
import { countThings } from './text/count-things.js';

interface VerifyOptions extends StoreOptions { anchor?: string; json?: boolean }

/** `trichoscore verify`: is everything that a data folder holds as it was written? */
export function addVerifyCommand(program: Command): void {
  program.command('verify')
    .summary('check what the application keeps: photographs, results, audit trail')
    .description(`Checks the data folder of the application, also while it is open, and changes nothing in it: the database, every original against its hash, results, files that nothing belongs to, and every entry of the audit trail against the one before it. The first entry that does not fit is named.`)
    .option('--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)')
    .option(...databaseUrlOption)
    .option(...objectStoreOption)
    .option('--anchor <file>', 'file kept elsewhere with earlier heads of the audit trail; it is checked, and the head of a sound trail is added to it')
    .option('--json', 'print the findings as JSON')
    .action(async (options: VerifyOptions) => { process.exitCode = await verify(options); });
}

async function verify({ anchor, json = false, ...options }: VerifyOptions): Promise<number> {
  const { noteHead } = await import('../study/audit-heads.js');
  const check = sharedStoreOf(options) === undefined ? await checkFolder(resolveDataFolder(options.data), anchor) : await checkShared(options, anchor);
  const damages = check.findings.filter(({ kind }) => kind === 'damage');
  if (anchor !== undefined && damages.length === 0) {
    await noteHead(resolve(anchor), { number: check.auditEntries, hash: check.headHash }).catch((cause: unknown) => {
      throw new AnalysisError('output.unwritable', 'The file given with --anchor cannot be written to.', { cause });
    });
  }
  if (json) await printData(`${JSON.stringify(check)}\n`);
  else await printText(`${describeCheck(check)}\n`);
  return damages.length === 0 ? exitCodes.allMeasured : exitCodes.nothingDone;
}

type StoreCheck = Awaited<ReturnType<typeof import('../study/check-store.js').checkStore>>;

async function checkFolder(dataFolder: string, anchor: string | undefined): Promise<StoreCheck> {
  const [{ checkStore }, { databaseFile }] = await Promise.all([import('../study/check-store.js'), import('../study/study-store.js')]);
  if (!existsSync(dataFolder)) throw new AnalysisError('usage.invalid', 'There is no such folder.', { hint: 'Name the folder that `trichoscore serve` prints when it starts, with --data.' });
  if (!existsSync(databaseFile(dataFolder))) {
    if (!existsSync(resolve(dataFolder, 'originals'))) throw noData();
    throw new AnalysisError('storage.damaged', 'The database of the data folder is missing.');
  }
  return checkStore(dataFolder, anchor === undefined ? null : resolve(anchor));
}

async function checkShared(options: StoreOptions, anchor: string | undefined): Promise<StoreCheck> {
  const [{ checkSharedStore }, { readHeads }] = await Promise.all([import('../study/check-shared-store.js'), import('../study/audit-heads.js')]);
  const heads = anchor === undefined ? [] : await readHeads(resolve(anchor)), store = await openStore(options);
  return checkSharedStore(store, heads).finally(() => store.close());
}

function describeCheck({ photographs, measurements, comparisons, auditEntries, erasedEntries, renewedSignatures, notedHeads, headHash, findings }: StoreCheck): string {
  const damages = findings.filter(({ kind }) => kind === 'damage').length, trailIsSound = findings.every(({ message }) => !message.startsWith('Audit trail'));
  return [
    `${countThings(photographs, 'photograph')}, ${countThings(measurements, 'measurement')}, ${countThings(comparisons, 'comparison')}.`,
    ...trailIsSound ? [`The audit trail holds ${countThings(auditEntries, 'entry', 'entries')}, and each fits the one before it${erasedEntries === 0 ? '' : `; the contents of ${erasedEntries} were erased with a person`}.`, `Its head: ${headHash}`] : [],
    ...notedHeads !== 0 || auditEntries === 0 ? [] : ['The folder has no noted heads of the trail (audit-head, audit-heads): entries that were cut off at its end do not show without --anchor.'],
    ...renewedSignatures === 0 ? [] : [`${countThings(renewedSignatures, 'signature')} of blinded readings no longer cover${renewedSignatures === 1 ? 's' : ''} all that was signed: a person was erased, and only the answers that are left are signed for. The audit trail has the earlier hashes.`],
    ...findings.map(({ kind, message }) => `${kind === 'damage' ? 'Damaged' : 'Left over'}: ${message}`),
    damages === 0 ? 'All of it is as it was written.' : `${damages} place${damages === 1 ? '' : 's'} damaged. Restore what is damaged from a backup; nothing was changed.`,
  ].join('\n');
}
