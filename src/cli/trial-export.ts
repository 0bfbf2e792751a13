import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { raterRoles, type TrialData } from '../trial/trial-data.js';
import { exitCodes } from './exit-codes.js';
import { printMessage, printText } from './output.js';
import { prepareFolder, writeWhole } from './output-folder.js';
import { refuseStaleExports } from './refuse-foreign-files.js';
import { countThings } from './text/count-things.js';

interface ExportOptions {
  out: string;
  format: string;
  study?: string;
  country: string;
  created?: string;
  photos?: string;
  showFaces?: boolean;
}

const formats = ['sdtm', 'fhir', 'redcap', 'dicom'] as const;
/** Written unless asked otherwise: those that need no photographs. */
const tables = ['sdtm', 'fhir', 'redcap'];

/** `trichoscore trial-export DIR`: a trial in the forms that other systems read. */
export function addTrialExportCommand(program: Command): void {
  program.command('trial-export')
    .summary('write a trial as CDISC SDTM, FHIR R4, REDCap tables or DICOM')
    .description('Reads the folder that batch wrote, as trichoscore trial does, and writes sdtm/ (CSV, Dataset-JSON 1.1, define.xml), fhir/bundle.json or redcap/ (dictionary, events, data); with --format dicom each photograph as a DICOM image with its measurements as a structured report.')
    .argument('<dir>', 'folder with the tables')
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--format <list>', `which of ${formats.join(', ')}, separated by commas`, tables.join(','))
    .option('--study <id>', 'identifier of the study: letters, digits, dots and dashes; needed for dicom (default: STUDY1)')
    .option('--country <code>', 'three letters after ISO 3166, for the demographics', '')
    .option('--created <moment>', 'moment written into the files, e.g. 2026-11-21T12:00:00Z (default: midnight after the last visit, so that the same tables give the same bytes)')
    .option('--photos <dir>', 'for dicom: the folder that the paths of the manifest begin in')
    .option('--show-faces', 'for dicom: write photographs of heads too; they show faces')
    .action(async (folder: string, options: ExportOptions) => { process.exitCode = await exportTrial(folder, options); });
}

async function exportTrial(folder: string, options: ExportOptions): Promise<number> {
  const wanted = options.format.split(',').map((name) => name.trim());
  const unknown = wanted.find((name) => !(formats as readonly string[]).includes(name));
  if (unknown !== undefined) throw new AnalysisError('usage.invalid', `--format takes ${formats.join(', ')}; got ${JSON.stringify(unknown.slice(0, 40))}.`);
  const { study: studyId = 'STUDY1' } = options;
  if (!/^[A-Za-z0-9.-]{1,40}$/.test(studyId)) throw new AnalysisError('usage.invalid', '--study takes 1 to 40 letters, digits, dots and dashes.');
  if (!/^([A-Z]{3})?$/.test(options.country)) throw new AnalysisError('usage.invalid', '--country takes three capital letters, for example IND.');
  if (options.created !== undefined && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(options.created)) throw new AnalysisError('usage.invalid', '--created takes a moment in UTC such as 2026-11-21T12:00:00Z.');
  if (wanted.includes('dicom') && options.photos === undefined) throw new AnalysisError('usage.invalid', '--format dicom needs --photos, the folder that the paths of the manifest begin in.');
  if (wanted.includes('dicom') && options.study === undefined) throw new AnalysisError('usage.invalid', '--format dicom needs --study: identifiers of its objects are made of the study\'s, and two studies without one would share them.');
  if (!wanted.includes('dicom') && (options.photos !== undefined || options.showFaces === true)) throw new AnalysisError('usage.invalid', `${options.photos === undefined ? '--show-faces' : '--photos'} is for DICOM, which is not among the formats to be written.`, { hint: `Write --format ${formats.join(',')} for all of them.` });
  const { readTrialFolder } = await import('../trial/read-trial-folder.js');
  const { readTraced } = await import('../trial/trace-tables.js');
  const { explainSimulation } = await import('../trial/simulation-mark.js');
  const { data, traced } = await readTraced(folder, readTrialFolder), origin = explainSimulation(traced);
  for (const remark of [...origin === null ? [] : [origin], ...data.remarks ?? []]) printMessage(remark);
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const study = { studyId, created: options.created ?? await momentAfter(data), version };
  const files = new Map<string, string>();
  if (wanted.includes('sdtm')) {
    const { buildSdtm } = await import('../trial/export/build-sdtm.js');
    const { writeDatasetJson, writeDomainCsv } = await import('../trial/export/write-sdtm.js');
    const { writeDefineXml } = await import('../trial/export/write-define-xml.js');
    const domains = buildSdtm(data, { studyId, country: options.country });
    for (const domain of domains) {
      files.set(`sdtm/${domain.name.toLowerCase()}.csv`, writeDomainCsv(domain));
      files.set(`sdtm/${domain.name.toLowerCase()}.json`, writeDatasetJson(domain, study));
    }
    files.set('sdtm/define.xml', writeDefineXml(domains, study));
  }
  if (wanted.includes('fhir')) {
    const { buildFhirBundle } = await import('../trial/export/build-fhir-bundle.js');
    files.set('fhir/bundle.json', `${JSON.stringify(buildFhirBundle(data, study))}\n`);
  }
  if (wanted.includes('redcap')) {
    const { buildRedcap } = await import('../trial/export/build-redcap.js');
    const { dictionary, events, data: table } = buildRedcap(data);
    files.set('redcap/dictionary.csv', dictionary);
    files.set('redcap/events.csv', events);
    files.set('redcap/data.csv', table);
  }
  const { exportDicom, isObjectName } = await import('./export-dicom.js');
  const isReplaced = (part: string, name: string): boolean => (part === 'dicom' ? name === 'index.csv' || isObjectName(name) : files.has(`${part}/${name}`));
  for (const part of wanted) await refuseStaleExports(options.out, part, (name) => isReplaced(part, name));
  for (const name of wanted) await prepareFolder(join(options.out, name), '--out');
  for (const [name, content] of files) await writeWhole(join(options.out, name), content);
  const dicom = wanted.includes('dicom')
    ? await exportDicom({ folder, photos: options.photos!, out: join(options.out, 'dicom'), studyId, version, showFaces: options.showFaces ?? false }) : null;
  await printText(`${describeFiles([...files.keys()], dicom)}\n${options.country === '' && wanted.includes('sdtm') ? 'DM has no COUNTRY, which SDTM requires; give it with --country.\n' : ''}${wanted.includes('sdtm') ? describeRoles(data) : ''}${describeOpenCases(data)}`);
  if (dicom === null || dicom.leftOut === 0) return exitCodes.allMeasured;
  return dicom.written === 0 ? exitCodes.nothingDone : exitCodes.someFailed;
}

function describeFiles(names: readonly string[], dicom: { written: number; leftOut: number } | null): string {
  return [
    ...(names.length === 0 ? [] : [`${countThings(names.length, 'file')}: ${names.join(', ')}`]),
    ...(dicom === null ? [] : [`dicom/: ${countThings(dicom.written, 'photograph')} with ${dicom.written === 1 ? 'its report' : 'their reports'}, ${dicom.leftOut} left out; dicom/index.csv says which and why`]),
  ].join('\n');
}

/** Names do not tell who is a patient: scores without a role are in RS, with nobody's role beside them. */
function describeRoles({ ratings }: TrialData): string {
  const raters = [...new Set((ratings ?? []).filter(({ role }) => role === '').map(({ rater }) => JSON.stringify(rater)))];
  if (raters.length === 0) return '';
  const listed = `${raters.slice(0, 5).join(', ')}${raters.length > 5 ? ` and ${raters.length - 5} more` : ''}`;
  return `The role of ${listed} is not recorded: RSEVAL is empty, and scores of patients are not told apart (QS). Add a column role to the ratings: ${raterRoles.join(', ')}.\n`;
}

/** Exports carry scores: a case of the panel without one is nowhere in them. */
function describeOpenCases({ panel = [] }: TrialData): string {
  const open = panel.filter(({ final }) => final === null).length;
  return open === 0 ? '' : `${open === 1 ? 'One case of the panel has' : `${open} cases of the panel have`} no final score, and no record of one.\n`;
}

/** The midnight after the last day in the tables. */
async function momentAfter(data: TrialData): Promise<string> {
  const { addDays } = await import('../trial/simulate-trial.js');
  const last = [...data.measurements, ...data.scores, ...data.ratings ?? [], ...data.panel ?? []].map(({ date }) => date).sort().at(-1) || '1970-01-01';
  return `${addDays(last, 1)}T00:00:00Z`;
}
