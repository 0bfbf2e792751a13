import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { showTypedText } from '../report/view/typed-text.js';
import { databaseUrlOption, objectStoreOption } from './options/shared-store.js';
import { askTyped } from './ask-typed.js';
import { openKnownStore, type StoreOptions } from './open-store.js';
import { findMeantSubject } from './options/find-subject.js';
import { printText } from './output.js';
import { countThings } from './text/count-things.js';

interface EraseOptions extends StoreOptions { study?: string; reason: string; yes?: boolean }

/** `trichoscore erase SUBJECT`: everything that is kept of one person. */
export function addEraseCommand(program: Command): void {
  program.command('erase')
    .summary('erase everything that is kept of one person')
    .description(`Erases the photographs, measurements, comparisons, treatments, own assessments and names of one person from the data folder, for good. The audit trail keeps that it was done, by whom, when and why. Copies made earlier (backups, exports, reports) are not reached, nor is what was compared without a study of other photographs, whatever pseudonym somebody typed there. The application must be closed, unless several machines share it.`)
    .argument('<subject>', 'pseudonym of the person')
    .option('--study <name>', 'study of the person, where several have the pseudonym')
    .option('--reason <text>', 'why, for the audit trail; without names', 'not given')
    .option('--yes', 'do not ask for the pseudonym again; on a terminal it is asked for otherwise')
    .option('--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)')
    .option(...databaseUrlOption)
    .option(...objectStoreOption)
    .action((subject: string, options: EraseOptions) => erase(subject, options));
}

/** Asks for the pseudonym once more: what is erased does not come back. */
async function isMeant({ pseudonym, study }: { pseudonym: string; study: string }): Promise<boolean> {
  return await askTyped(`${showTypedText(pseudonym)} of the study ${showTypedText(study)} will be erased for good. Write the pseudonym again: `) === pseudonym;
}

async function erase(named: string, { study, reason, yes = false, ...options }: EraseOptions): Promise<void> {
  if (reason.trim() === '') throw new AnalysisError('usage.invalid', '--reason must say why.');
  const store = await openKnownStore(options);
  try {
    const meant = await findMeantSubject(store, named, study);
    if (!yes && process.stdin.isTTY && !await isMeant(meant)) throw new AnalysisError('usage.invalid', 'That is another pseudonym; nothing was erased.');
    const { eraseReadPerson, eraseSubject } = await import('../study/erase-subject.js');
    const { photographs, measurements, comparisons, keptPhotographs } = await (meant.id === null ? eraseReadPerson(store, 'command line', { study: meant.studyId, pseudonym: meant.pseudonym }, reason.trim()) : eraseSubject(store, 'command line', meant.id, reason.trim()));
    await printText(`Erased: ${countThings(photographs, 'photograph')}, ${countThings(measurements, 'measurement')}, ${countThings(comparisons, 'comparison')} and all that named the person.\n${
      keptPhotographs === 0 ? '' : `${countThings(keptPhotographs, 'photograph stays', 'photographs stay')}, because a series or a blinded reading of another person holds ${keptPhotographs === 1 ? 'it' : 'them'}, too.\n`}Backups, exports and reports made earlier still hold them. Not looked at: comparisons without a study of photographs that no series or reading of the person had, whatever pseudonym was typed there (set a term for those with \`retention\`).\n`);
  } finally {
    await store.close();
  }
}
