import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { noData } from './no-data.js';
import { resolveDataFolder } from './options/data-folder.js';
import { printText } from './output.js';
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
    .description('Checks a copy made by `trichoscore backup` as `trichoscore verify` does, and makes a data folder from it. Nothing that is there is written over.')
    .argument('<folder>', 'the copy')
    .option('--data <folder>', 'new data folder (default: trichoscore-data in your home folder)')
    .action((copy: string, { data }: { data?: string }) => restore(copy, data));
}

async function backup(target: string, data: string | undefined): Promise<void> {
  const dataFolder = resolveDataFolder(data);
  const { databaseFile } = await import('../study/study-store.js');
  if (!existsSync(databaseFile(dataFolder))) throw noData();
  const { backUp } = await import('../study/back-up.js');
  const { photographs, auditEntries, headHash } = await backUp(dataFolder, resolve(target));
  await printText(`Copied: ${photographs} photographs and the database.\nHead of its audit trail: ${auditEntries} ${headHash}\nThe copy holds photographs of people: keep it as safe as the folder itself.\n`);
}

async function restore(copy: string, data: string | undefined): Promise<void> {
  const dataFolder = resolveDataFolder(data);
  const { databaseFile } = await import('../study/study-store.js');
  if (!existsSync(databaseFile(resolve(copy)))) throw noData();
  const [{ checkStore }, { backUp }] = await Promise.all([import('../study/check-store.js'), import('../study/back-up.js')]);
  const { findings } = await checkStore(resolve(copy)), damage = findings.find(({ kind }) => kind === 'damage');
  if (damage !== undefined) throw new AnalysisError('storage.damaged', `The copy is not sound: ${damage.message}`, { hint: 'Take an earlier copy; `trichoscore verify --data COPY` lists all that is wrong with this one.' });
  const { photographs } = await backUp(resolve(copy), dataFolder);
  await printText(`Restored: ${photographs} photographs and the database. People who were erased after the copy was made are back: erase them again.\n`);
}
