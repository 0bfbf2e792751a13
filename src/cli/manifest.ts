import { basename, dirname, relative, resolve, sep } from 'node:path';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { plausibleMicrometresPerPixel } from '../domain/plausible-scale.js';
import { AnalysisError } from '../errors.js';
import type { FoundPhotograph } from '../batch/manifest/find-photographs.js';
import { readNumber } from './options/read-number.js';
import { printData, printMessage } from './output.js';
import { writeWhole } from './output-folder.js';
import { countThings } from './text/count-things.js';

interface ManifestOptions { out?: string; umPerPx?: string }

/** `trichoscore manifest FOLDER`: the table that `batch` reads, from how photographs are filed. */
export function addManifestCommand(program: Command): void {
  program.command('manifest')
    .summary('write the manifest of a folder of photographs')
    .description('Writes the manifest for `batch` from photographs filed as SUBJECT/VISIT/AREA.jpg or ARM/SUBJECT/VISIT/AREA.jpg. The date is the one in the name of the visit (2026-01-31 week 4), or the camera\'s.')
    .argument('<folder>', 'folder with the photographs')
    .option('--out <file>', 'write to this file instead of stdout; it must lie in the folder or above it')
    .option('--um-per-px <n>', 'scale of every photograph: micrometres per pixel')
    .action(async (folder: string, options: ManifestOptions) => { await writeManifest(resolve(folder), options); });
}

async function writeManifest(folder: string, { out, umPerPx }: ManifestOptions): Promise<void> {
  const scale = umPerPx === undefined ? '' : String(readNumber('--um-per-px', umPerPx, plausibleMicrometresPerPixel));
  const prefix = out === undefined ? '' : pathFrom(dirname(resolve(out)), folder);
  // A name that begins as a formula does would be changed on its way through a spreadsheet.
  const place = (photo: string): string => (/^\w/.test(prefix + photo) ? prefix + photo : `./${prefix}${photo}`);
  if (out !== undefined && await stat(out).catch(() => null) !== null) {
    throw new AnalysisError('usage.invalid', `${basename(out)} is there already.`, { hint: 'Choose another name, or move the old one away: it may have been edited by hand.' });
  }
  if (!await stat(folder).then((found) => found.isDirectory(), () => false)) {
    throw new AnalysisError('usage.invalid', `There is no folder ${JSON.stringify(basename(folder))}.`, { hint: 'Check the spelling: the folder is the one that holds the folders of the subjects.' });
  }
  const { findPhotographs } = await import('../batch/manifest/find-photographs.js');
  const { writeTable } = await import('../tables/write-table.js');
  const { photographs, leftOut } = await findPhotographs(folder);
  const columns = ['subject', 'arm', 'target_area', 'visit', 'date', 'photo', ...(scale === '' ? [] : ['um_per_px'])];
  const cells = ({ subject, arm, targetArea, visit, date, photo }: FoundPhotograph): string[] =>
    [subject, arm, targetArea, visit, date ?? '', place(photo), ...(scale === '' ? [] : [scale])];
  const text = writeTable(columns, photographs.map(cells));
  if (out === undefined) await printData(text);
  else await writeWhole(out, text);
  describe(photographs, leftOut);
}

/** What stands before each photograph's path when the manifest lies elsewhere than in its folder. */
function pathFrom(manifestFolder: string, folder: string): string {
  const path = relative(manifestFolder, folder);
  if (path === '') return '';
  if (path.startsWith('..') || resolve(path) === path) {
    throw new AnalysisError('usage.invalid', 'The manifest must lie in the folder of the photographs or above it.', { hint: 'Photographs are looked for from the folder of the manifest, and never outside it.' });
  }
  return `${path.split(sep).join('/')}/`;
}

function describe(photographs: readonly FoundPhotograph[], leftOut: readonly string[]): void {
  const subjects = new Set(photographs.map(({ subject }) => subject)).size, undated = photographs.filter(({ date }) => date === null).length;
  printMessage(`${countThings(photographs.length, 'photograph')} of ${countThings(subjects, 'subject')}.`);
  if (undated > 0) printMessage(`${countThings(undated, 'photograph has', 'photographs have')} no date: the name of the visit and the camera tell none, or not the same. Fill in the column date before \`batch\`.`);
  const unreadable = photographs.filter(({ photo }) => photo.includes('\uFFFD'));
  if (unreadable.length > 0) printMessage(`${countThings(unreadable.length, 'name')} with letters that are not written in UTF-8 (shown as \uFFFD), as ${JSON.stringify(unreadable[0]!.photo)}: rename the files, then write the manifest anew. \`batch\` cannot open them.`);
  if (photographs.every(({ arm }) => arm === '')) printMessage('The column arm is empty: fill it in for a trial, or leave it.');
  if (leftOut.length > 0) printMessage(`Left out: ${leftOut.slice(0, 10).map((path) => JSON.stringify(path)).join(', ')}${leftOut.length > 10 ? ` and ${leftOut.length - 10} more` : ''}.`);
}
