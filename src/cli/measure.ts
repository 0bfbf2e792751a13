import { join } from 'node:path';
import type { Command } from 'commander';
import { terminalThresholdLimitsUm, usualTerminalThresholdUm } from '../domain/terminal-threshold.js';
import { AnalysisError, type ErrorCode } from '../errors.js';
import type { FailedPhoto, TimepointResult } from '../index.js';
import { exitCodeOfRows, exitCodes } from './exit-codes.js';
import { areaOptionHelp, readArea } from './options/area-option.js';
import { addCalibrationOptions, readScales, type CalibrationOptions } from './options/calibration-options.js';
import { kindOptionHelp, readKind } from './options/kind-option.js';
import { readNumber } from './options/read-number.js';
import { readRegion, regionOptionHelp, refuseDrawnForSeveral } from './options/region-option.js';
import { printData, printError, printText, toAnalysisError } from './output.js';
import { nameOutputs, prepareFolder, refuseToReplacePhotos, refuseToReplacePictures } from './output-folder.js';
import type { NamedPhotograph, PictureFiles } from './photograph-tasks.js';

interface MeasureOptions extends CalibrationOptions {
  kind: string;
  region?: string;
  showFaces?: boolean;
  area?: string;
  terminalUm: string;
  json?: boolean;
  jsonl?: boolean;
  overlay?: string;
  maps?: string;
}

/** `trichoscore measure PHOTO...`: what is on each photograph. */
export function addMeasureCommand(program: Command): void {
  addCalibrationOptions(program.command('measure')
    .summary('measure the hair on photographs')
    .description('Measures the hair on each photograph: counts, densities, diameters, with intervals and the reason for whatever cannot be given.')
    .argument('<photo...>', 'photographs (JPEG, HEIC, PNG, WebP, TIFF)'))
    .option('--area <area>', areaOptionHelp)
    .option('--terminal-um <n>', 'diameter above which a hair is terminal, µm', String(usualTerminalThresholdUm))
    .option('--kind <kind>', kindOptionHelp, 'auto')
    .option('--region <region>', regionOptionHelp('on the photograph, if it is one'))
    .option('--json', 'print a JSON array, one object a photograph')
    .option('--jsonl', 'print one JSON object a line')
    .option('--overlay <dir>', 'write NAME.overlay.png: the photograph with what was found drawn in; of a head only the measured region')
    .option('--show-faces', 'leave heads uncovered in overlays')
    .option('--maps <dir>', "write NAME.png: the network's hair probability, grey, of the photograph's size; of a head NAME.scalp.png, too")
    .action(async (photos: string[], options: MeasureOptions) => { process.exitCode = await measure(photos, options); });
}

async function measure(photos: string[], options: MeasureOptions): Promise<number> {
  const write = chooseForm(options);
  const kind = readKind(options.kind), region = readRegion(options.region);
  if (photos.length > 1) refuseDrawnForSeveral(region);
  const calibrations = await readScales(options, photos.length);
  const area = readArea(options.area);
  const terminalThresholdUm = readNumber('--terminal-um', options.terminalUm, terminalThresholdLimitsUm);
  const pictures = await preparePictures(photos, options);

  const { analysePhotos } = await import('./analyse-photos.js'), { openPhotographProcess } = await import('./photograph-process.js');
  const reader = openPhotographProcess();
  const photograph = (at: number): NamedPhotograph => ({ at, path: photos[at], options: { calibration: calibrations[at], area, terminalThresholdUm, kind, ...(region === undefined ? {} : { region }) } });
  const unfit: ErrorCode[] = [];
  let lostPictures = 0;
  try {
    await reader.run('open', {});
    const failures = await analysePhotos(
      photos,
      async (at) => ({ result: await reader.run('measure', { photograph: photograph(at), keepsOthers: false }) }),
      async (outcome, at) => {
        if ('failed' in outcome) return write.row(outcome.failed);
        await write.row(outcome.analysis.result);
        if (!outcome.analysis.result.quality.usable) unfit.push('photo.unusable');
        if (pictures === null) return;
        try {
          await reader.run('draw', { photograph: photograph(at), files: pictures[at] });
        } catch (caught) {
          lostPictures++;
          printError(toAnalysisError(caught), outcome.analysis.result.photo.name);
        }
      });
    await write.end();
    const code = exitCodeOfRows([...failures, ...unfit], photos.length);
    return code === exitCodes.allMeasured && lostPictures > 0 ? exitCodes.someFailed : code;
  } finally {
    reader.close();
  }
}

type Row = TimepointResult | FailedPhoto;

/** How the rows leave: JSON as they come, text for people when all are there. */
function chooseForm({ json, jsonl }: MeasureOptions): { row(row: Row): Promise<void>; end(): Promise<void> } {
  if (json && jsonl) throw new AnalysisError('usage.invalid', 'Choose --json or --jsonl, not both.');
  const nothing = async (): Promise<void> => undefined;
  if (jsonl) return { row: (row) => printData(`${JSON.stringify(row)}\n`), end: nothing };
  if (json) {
    let separator = '[\n';
    return {
      row: async (row) => {
        await printData(separator + JSON.stringify(row));
        separator = ',\n';
      },
      end: () => printData('\n]\n'),
    };
  }
  const rows: Row[] = [];
  return {
    row: async (row) => { rows.push('error' in row ? row : withoutPaths(row)); },
    end: async () => {
      const { writeMeasurement, writeMeasurementTable } = await import('./text/measurement-text.js');
      const [only] = rows;
      if (rows.length > 1) await printText(writeMeasurementTable(rows));
      else if (!('error' in only)) await printText(writeMeasurement(only));
    },
  };
}

/** The text needs no single hair; a long run need not keep them. */
function withoutPaths(result: TimepointResult): TimepointResult {
  return { ...result, hairs: [] };
}

/** Makes the folders ready. @returns The files of each photograph; null when no pictures are wanted. */
async function preparePictures(photos: readonly string[], { overlay, maps, showFaces = false }: MeasureOptions): Promise<PictureFiles[] | null> {
  if (overlay !== undefined) await prepareFolder(overlay, '--overlay');
  if (maps !== undefined) await prepareFolder(maps, '--maps');
  const files = nameOutputs(photos).map((name): PictureFiles => ({
    ...(overlay === undefined ? {} : { overlay: join(overlay, `${name}.overlay.png`) }),
    ...(maps === undefined ? {} : { hairMap: join(maps, `${name}.png`), scalpMap: join(maps, `${name}.scalp.png`) }),
    showFaces,
  }));
  await refuseToReplacePhotos(files.flatMap((file) => file.overlay ?? []), photos, '--overlay');
  const mapFiles = files.flatMap(({ hairMap, scalpMap }) => [hairMap ?? [], scalpMap ?? []].flat());
  await refuseToReplacePhotos(mapFiles, photos, '--maps');
  await refuseToReplacePictures(mapFiles, '--maps');
  return overlay === undefined && maps === undefined ? null : files;
}
