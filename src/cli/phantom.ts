import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import type { HairColour, PhantomRequest, PhantomStyle, RenderedPhantom } from '../index.js';
import { readNumber } from './options/read-number.js';
import { printText } from './output.js';
import { prepareFolder } from './output-folder.js';
import type { PhantomRow } from './phantom-files.js';
import { startProgress } from './progress.js';

interface PhantomOptions {
  out: string;
  density: string;
  count: string;
  seed: string;
  pair?: string;
  umPerPx: string;
  widthMm: string;
  heightMm: string;
  style: string;
  hairColour?: string;
  skinTone?: string;
  marks?: boolean;
}

/** `trichoscore phantom`: photographs of simulated scalps with exact truth, in the form that `evaluate` reads. */
export function addPhantomCommand(program: Command): void {
  program.command('phantom')
    .summary('render photographs of simulated scalps with exact truth')
    .description('Renders photographs of simulated scalps into DIR/photos, with their exact truth in photos.csv, hairs.csv, truth/ and masks/.')
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--density <n>', 'hairs per cm², 0 to 400', '120')
    .option('--count <n>', 'number of photographs, or of pairs', '1')
    .option('--seed <n>', 'seed of the first; each further one has the next', '1')
    .option('--pair <percent>', 'render a baseline and a follow-up, with this change of the number of hairs, −90 to 200')
    .option('--um-per-px <n>', 'micrometres per pixel; of the follow-up of a pair up to 2 % fewer', '5')
    .option('--width-mm <n>', 'width of the field', '10')
    .option('--height-mm <n>', 'height of the field', '10')
    .option('--style <style>', 'immersion (clipped hair under a contact scope), dry or long', 'immersion')
    .option('--hair-colour <colour>', 'black, darkBrown, brown, lightBrown, blond, red, grey or white (default: by chance)')
    .option('--skin-tone <n>', 'Fitzpatrick 1 to 6 (default: by chance)')
    .option('--marks', 'draw text, circles, scale bars and strips over the pictures, as they occur')
    .action(async (options: PhantomOptions) => { process.exitCode = await renderPhantoms(options); });
}

async function renderPhantoms(options: PhantomOptions): Promise<number> {
  const { photographPhantom, photographPhantomPair } = await import('../phantom/index.js');
  const count = readNumber('--count', options.count, { smallest: 1, largest: 10_000, whole: true });
  const firstSeed = readNumber('--seed', options.seed, { smallest: 0, largest: 2 ** 31, whole: true });
  const changePercent = options.pair === undefined ? null : readNumber('--pair', options.pair, { smallest: -90, largest: 200 });
  const request = await readRequest(options);
  await prepareFolder(options.out, '--out');
  await refuseToReplaceTruth(options.out);
  for (const part of ['photos', 'masks', 'truth']) await prepareFolder(join(options.out, part), '--out');

  const { writePhantom, writePairTruth, writeTables } = await import('./phantom-files.js');
  const progress = await startProgress(count);
  const rows: PhantomRow[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const name = `phantom-${String(seed).padStart(4, '0')}`;
    const write = (part: string, phantom: RenderedPhantom): Promise<void> => writePhantom(options.out, part, phantom);
    const keep = (part: string, phantom: RenderedPhantom): void => { rows.push({ name: part, session: name, phantom: withoutPixels(phantom) }); };
    if (changePercent === null) {
      const phantom = photographPhantom({ ...request, seed });
      await write(name, phantom);
      keep(name, phantom);
    } else {
      const pair = photographPhantomPair({ ...request, seed, changePercent, neverCoarser: true });
      const [baseline, followUp] = [`${name}-baseline`, `${name}-follow-up`];
      await write(baseline, pair.baseline);
      await write(followUp, pair.followUp);
      await writePairTruth(options.out, name, pair, changePercent);
      keep(baseline, pair.baseline);
      keep(followUp, pair.followUp);
    }
    progress.advance(name);
  }
  progress.finish();
  await writeTables(options.out, rows);
  await printText(`${rows.length} photograph${rows.length === 1 ? '' : 's'} with exact truth. Compare with: trichoscore evaluate DIR\n`);
  return 0;
}

/** A long run keeps the truth for the tables, not the pictures. */
function withoutPixels({ hairs, micrometresPerPixel }: RenderedPhantom): PhantomRow['phantom'] {
  return { hairs, micrometresPerPixel };
}

async function readRequest(options: PhantomOptions): Promise<Omit<PhantomRequest, 'seed'>> {
  const { hairColours, phantomStyles } = await import('../phantom/index.js');
  const oneOf = <T extends string>(flag: string, text: string, allowed: readonly T[]): T => {
    const found = allowed.find((name) => name === text);
    if (found === undefined) throw new AnalysisError('usage.invalid', `${flag} must be one of ${allowed.join(', ')}; got ${JSON.stringify(text.slice(0, 40))}.`);
    return found;
  };
  const request = {
    densityPerCm2: readNumber('--density', options.density, { smallest: 0, largest: 400 }),
    micrometresPerPixel: readNumber('--um-per-px', options.umPerPx, { smallest: 1, largest: 50 }),
    widthMm: readNumber('--width-mm', options.widthMm, { smallest: 0.5, largest: 50 }),
    heightMm: readNumber('--height-mm', options.heightMm, { smallest: 0.5, largest: 50 }),
    style: oneOf<PhantomStyle>('--style', options.style, phantomStyles),
    overlay: options.marks ? 'some' as const : 'none' as const,
    ...(options.hairColour === undefined ? {} : { hairColour: oneOf('--hair-colour', options.hairColour, Object.keys(hairColours) as HairColour[]) }),
    ...(options.skinTone === undefined ? {} : { skinTone: readNumber('--skin-tone', options.skinTone, { smallest: 1, largest: 6, whole: true }) }),
  };
  const [width, height] = [request.widthMm, request.heightMm].map((side) => Math.round((side * 1000) / request.micrometresPerPixel));
  if (width < 64 || height < 64 || width * height > 1e8) {
    throw new AnalysisError('usage.invalid', `The field would be ${width} × ${height} pixels; expected at least 64 × 64 and at most 100 million.`);
  }
  return request;
}

/** Truth that a person made is not overwritten; an earlier run of this command may be. */
async function refuseToReplaceTruth(folder: string): Promise<void> {
  const table = await readFile(join(folder, 'photos.csv'), 'utf8').catch(() => '');
  if (table.split('\n').slice(1).some((line) => line !== '' && !line.startsWith('phantom-'))) {
    throw new AnalysisError('usage.invalid', 'The folder given with --out holds truth that this command did not write.', { hint: 'Choose another folder.' });
  }
}
