import { existsSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import type { Backup } from '../study/back-up.js';
import { noData } from './no-data.js';
import { openStore } from './open-store.js';
import { resolveDataFolder } from './options/data-folder.js';
import { databaseUrlOption, objectStoreOption, refuseInstallation, type SharedStoreOptions } from './options/shared-store.js';
import { printText } from './output.js';
import { countThings } from './text/count-things.js';
/** `trichoscore backup` and `trichoscore restore`: a whole copy of a data folder, and back. */
export function addBackupCommands(program: Command): void {
  program.command('backup')
    .summary('copy the data folder of the application, also while it is open')
    .description('Copies the database as of one moment and every original, each checked against its hash, into a new folder. The copy is whole or not there at all.')
    .argument('<folder>', 'folder for the copy, new or empty')
    .option('--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)')
    .action((target: string, { data }: { data?: string }) => backup(target, data));
  program.command('restore')
    .summary('make a data folder from a copy')
    .description('Checks a copy made by `trichoscore backup` as `trichoscore verify` does, and makes a data folder from it; or, with --database-url and --object-store, puts it into the empty database and bucket that several machines share. Nothing that is there is written over.')
    .argument('<folder>', 'the copy')
    .option('--data <folder>', 'new data folder (default: trichoscore-data in your home folder)')
    .option(...databaseUrlOption)
    .option(...objectStoreOption)
    .action((copy: string, options: SharedStoreOptions & { data?: string }) => restore(copy, options));
}

async function backup(target: string, data: string | undefined): Promise<void> {
  refuseInstallation(data, 'What several machines share is copied with the tools of the database and of the object store, not by this command.', 'The database first (pg_dump), then the bucket; docs/scale-out.md says how.');
  const dataFolder = resolveDataFolder(data);
  const { databaseFile } = await import('../study/study-store.js');
  if (!existsSync(databaseFile(dataFolder))) throw noData();
  const { backUp } = await import('../study/back-up.js');
  const { photographs, auditEntries, headHash } = await backUp(dataFolder, resolve(target));
  await printText(`Copied: ${countThings(photographs, 'photograph')} and the database.\nHead of its audit trail: ${auditEntries} ${headHash}\nThe copy holds photographs of people: keep it as safe as the folder itself.\n`);
}

async function restore(copy: string, { data, ...shared }: SharedStoreOptions & { data?: string }): Promise<void> {
  const { databaseFile } = await import('../study/study-store.js');
  if (!existsSync(databaseFile(resolve(copy)))) throw noData();
  const [{ checkStore }, { backUp }] = await Promise.all([import('../study/check-store.js'), import('../study/back-up.js')]);
  const { findings } = await checkStore(resolve(copy)).catch((error: unknown) => {
    // Whoever restores is not to look for the fault in the folder that the copy was made of.
    throw error instanceof AnalysisError && error.code === 'storage.damaged' ? unsound('its database is damaged.', error) : error;
  }), damage = findings.find(({ kind }) => kind === 'damage');
  if (damage !== undefined) throw unsound(damage.message);
  // The addresses in the environment alone put nobody's photographs anywhere.
  const isShared = shared.databaseUrl !== undefined || shared.objectStore !== undefined;
  const { photographs } = isShared ? await restoreIntoShared(resolve(copy), data, shared) : await backUp(resolve(copy), newFolder(data));
  await printText(`Restored: ${countThings(photographs, 'photograph')} and the database. People who were erased after the copy was made are back: erase them again.\n`);
}

async function restoreIntoShared(copy: string, data: string | undefined, shared: SharedStoreOptions): Promise<Backup> {
  if (data !== undefined) throw new AnalysisError('usage.invalid', '--data names a folder of this machine, --database-url and --object-store what several machines share; a copy is restored into one of them.');
  // Beside the copy, where there was room for one before: a whole database goes through it.
  const { restoreShared } = await import('../study/restore-shared.js'), store = await openStore(shared, `${copy}.restoring`).catch((error: unknown) => {
    throw error instanceof AnalysisError && error.code === 'output.unwritable' ? new AnalysisError('output.unwritable', 'Beside the copy no folder can be made.', { hint: 'Put the copy into a folder that you may write to: the database goes through one beside it.', cause: error }) : error;
  });
  return restoreShared(copy, store).finally(() => store.close());
}

function unsound(why: string, cause?: unknown): AnalysisError {
  return new AnalysisError('storage.damaged', `The copy is not sound: ${why}`, { hint: 'Take an earlier copy; `trichoscore verify --data COPY` lists all that is wrong with this one.', cause });
}

/** @throws AnalysisError `usage.invalid` for a folder in which there is something. */
function newFolder(data: string | undefined): string {
  const folder = resolveDataFolder(data);
  if (existsSync(folder) && statSync(folder).isDirectory() && readdirSync(folder).length > 0) {
    throw new AnalysisError('usage.invalid', 'The folder to restore into holds something already.', { hint: 'Name a new one with --data; what is there is never written over. To have it at the usual place, close the application and move the folder that is there away first.' });
  }
  return folder;
}
