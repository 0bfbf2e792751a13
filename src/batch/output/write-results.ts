import { createReadStream } from 'node:fs';
import { link, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaVersion } from '../../domain/schema-version.js';
import type { Clinic } from '../../report/view/describe-letterhead.js';
import { writeLine } from '../../tables/write-table.js';
import { makePrivateFolder, StagedFile } from '../staged-file.js';
import { syncFolder } from '../../files/sync-folder.js';
import { unwritable } from '../../files/write-durably.js';
import { armColumns, ArmSummaries } from './arms-table.js';
import { measurementColumns } from './measurements-table.js';
import { closeBatchPage, mostThumbnails, openBatchPage, writePageRow, type PageFacts } from './report-page.js';
import { RepeatedFileFinder, type RepeatedFiles } from './repeated-files.js';
import type { Column, FailedRows, RowOutcome } from './row-outcome.js';
import { describeComparison, scoreColumns } from './scores-table.js';
import { Sheet, writeWorkbook } from './workbook.js';

/** Every file that a batch leaves in its folder, in the order in which they are moved there. */
export const resultFiles = ['results.jsonl', 'measurements.csv', 'scores.csv', 'arms.csv', 'results.xlsx', 'report.html', 'run.json'] as const;

/** How many rows, and the numbers of the first of them. */
export interface NamedRows { readonly count: number; readonly rows: readonly number[] }
const mostRowsNamed = 20;

/** What only the results themselves tell: rows that are no failures, and have no figures or no change. */
export interface WrittenRows {
  /** Photographs that failed a check without which nothing is measured. */
  readonly unfit: NamedRows;
  /** Follow-ups with a change. */
  readonly compared: number;
  /** Follow-ups that were looked at beside their baseline and cannot honestly be compared with it. */
  readonly refused: NamedRows;
  /** Photographs that stand in several rows. */
  readonly repeated: RepeatedFiles;
}

export interface ResultsRequest extends FailedRows {
  readonly out: string;
  /** A folder on the same disk, for files that are not complete yet. */
  readonly staging: string;
  /** The last look before anything is moved; what it throws leaves the older files as they are. */
  readonly beforeMoving: () => Promise<void>;
  readonly outcomes: AsyncIterable<RowOutcome>;
  readonly facts: Omit<PageFacts, 'unfit' | 'compared' | 'refused' | 'repeated'>;
  readonly clinic?: Clinic;
  /** What run.json says beside the counts and the sha256 of the files. */
  readonly run: Record<string, unknown>;
}

/**
 * Writes every file beside the others first, flushes all of them, and then moves them into place one after the other: until all are complete the older
 * ones stay as they are.
 * @throws AnalysisError `output.unwritable`, naming the file.
 */
export async function writeResults({ out, staging, beforeMoving, outcomes, facts, failures, failedComparisons, clinic, run }: ResultsRequest): Promise<WrittenRows> {
  await rm(staging, { recursive: true, force: true }).catch((cause: unknown) => { throw unwritable(staging, cause); });
  await makePrivateFolder(staging);
  const open: StagedFile[] = [];
  const create = async (name: string): Promise<StagedFile> => {
    const file = await StagedFile.create(join(staging, name));
    open.push(file);
    return file;
  };
  try {
    const lines = await create('results.jsonl'), measurements = await create('measurements.csv'), scores = await create('scores.csv'), rows = await create('rows.part');
    await measurements.write(writeLine(measurementColumns.map(({ name }) => name)));
    await scores.write(writeLine(scoreColumns.map(({ name }) => name)));
    const summaries = new ArmSummaries(), sheets = [createSheet('Measurements', measurementColumns), createSheet('Scores', scoreColumns), createSheet('Arms', armColumns)] as const;
    const unfit = { count: 0, rows: [] as number[] }, refused = { count: 0, rows: [] as number[] };
    const finder = new RepeatedFileFinder();
    let compared = 0;
    let pictures = 0, left = 0;
    for await (const outcome of outcomes) {
      await lines.write(`${JSON.stringify(toResultLine(outcome))}\n`);
      const measurementCells = cellsOf(measurementColumns, outcome), scoreCells = cellsOf(scoreColumns, outcome), isScored = outcome.comparison.state !== 'baseline';
      await measurements.write(writeLine(measurementCells));
      if (isScored) await scores.write(writeLine(scoreCells));
      await sheets[0].write(measurementCells);
      if (isScored) await sheets[1].write(scoreCells);
      summaries.add(outcome);
      if (outcome.measured?.result.quality.usable === false) addTo(unfit, outcome.row.row);
      if (outcome.measured !== null) finder.add(outcome.row.row, outcome.measured.result.photo.sha256);
      const compares = describeComparison(outcome);
      if (compares === 'compared') compared++;
      else if (compares === 'refused') addTo(refused, outcome.row.row);
      const withPicture = pictures < mostThumbnails;
      if (outcome.measured !== null && withPicture) pictures++;
      else if (outcome.measured !== null) left++;
      await rows.write(writePageRow(outcome, withPicture));
    }
    const files: Record<string, string> = {};
    files['results.jsonl'] = await lines.finish();
    files['measurements.csv'] = await measurements.finish();
    files['scores.csv'] = await scores.finish();
    await rows.finish();

    const groups = summaries.list(), repeated = finder.list(), arms = await create('arms.csv');
    await arms.write(writeLine(armColumns.map(({ name }) => name)));
    for (const group of groups) {
      const cells = cellsOf(armColumns, group);
      await arms.write(writeLine(cells));
      await sheets[2].write(cells);
    }
    files['arms.csv'] = await arms.finish();

    const workbook = await create('results.xlsx');
    await workbook.write(await writeWorkbook(sheets));
    files['results.xlsx'] = await workbook.finish();

    const page = await create('report.html');
    await page.write(openBatchPage({ ...facts, unfit: unfit.count, compared, refused: refused.count, repeated }, { failures, failedComparisons }, groups, clinic));
    for await (const piece of createReadStream(join(staging, 'rows.part'))) await page.write(piece as Buffer);
    await page.write(closeBatchPage(left));
    files['report.html'] = await page.finish();

    const about = await create('run.json');
    const counts = { rows: facts.rows, measured: facts.measured, failed: facts.failed, compared, refused: refused.count, failedComparisons: failedComparisons.length, repeatedFiles: repeated.length };
    await about.write(`${JSON.stringify({ ...run, counts, files }, null, 2)}\n`);
    await about.finish();
    await beforeMoving();
    await publish(staging, out);
    return { unfit, compared, refused, repeated };
  } finally {
    for (const file of open) await file.abandon();
  }
}

function addTo(named: { count: number; rows: number[] }, row: number): void {
  if (++named.count <= mostRowsNamed) named.rows.push(row);
}

function createSheet<Of>(name: string, columns: readonly Column<Of>[]): Sheet {
  return new Sheet(name, columns.map((column) => column.name));
}

function cellsOf<Of>(columns: readonly Column<Of>[], each: Of) {
  return columns.map((column) => column.of(each));
}

/** One line of results.jsonl: what `measure --jsonl` prints for the photograph, what the manifest says about it, and its comparison. */
function toResultLine({ row, baseline, measured, refusal, comparison }: RowOutcome): object {
  const { subject, arm, targetArea, view, visit, date, photo } = row;
  const manifest = { row: row.row, subject, arm, target_area: targetArea, view, visit, date, photo };
  const name = photo.split('/').at(-1) ?? photo;
  const compared = comparison.state === 'compared' ? { state: comparison.state, baselineRow: baseline.row, ...comparison.stored } : { ...comparison, ...(comparison.state === 'baseline' ? {} : { baselineRow: baseline.row }) };
  return measured === null
    ? { schemaVersion, photo: { name }, error: refusal, manifest, comparison: compared }
    : { ...measured.result, photo: { ...measured.result.photo, name }, manifest, comparison: compared };
}

/** Moves complete files into place. Where one cannot be moved, those that were get their older form back. */
async function publish(staging: string, out: string): Promise<void> {
  const old = (name: string): string => join(staging, `old-${name}`), moved: string[] = [];
  try {
    for (const name of resultFiles) {
      // A disk without links keeps no older form; a file is then either old or new, and whole in both cases.
      await link(join(out, name), old(name)).catch(() => undefined);
      moved.push(name);
      await rename(join(staging, name), join(out, name));
    }
  } catch (cause) {
    for (const name of moved) await rename(old(name), join(out, name)).catch(() => undefined);
    throw unwritable(moved.at(-1)!, cause);
  }
  await syncFolder(out);
  await rm(staging, { recursive: true, force: true }).catch(() => undefined);
}
