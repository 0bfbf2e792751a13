import { createReadStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { timepointResultSchema } from '../domain/result.js';
import { AnalysisError } from '../errors.js';
import { writeTable, type Cell } from '../tables/write-table.js';
import { toAnalysisError } from './output.js';
import { writeWhole } from './output-folder.js';

export interface DicomExport {
  /** Folder that batch wrote. */
  readonly folder: string;
  /** Folder that the manifest's paths are relative to. */
  readonly photos: string;
  /** Folder for the objects; there already. */
  readonly out: string;
  readonly studyId: string;
  readonly version: string;
  /** Photographs of heads show faces and are left out unless asked for. */
  readonly showFaces: boolean;
}

const lineSchema = z.object({
  manifest: z.object({ row: z.number().int(), subject: z.string(), target_area: z.string(), view: z.string(), visit: z.string(), date: z.string(), photo: z.string() }),
});
/** Names of the objects, the row of the manifest first. */
export const isObjectName = (name: string): boolean => /^\d{6,}-(photograph|report)\.dcm$/.test(name);
const columns = ['row', 'subject', 'target_area', 'view', 'visit', 'date', 'photograph', 'report', 'left_out', 'why'];

/**
 * Writes every measured photograph of a batch as a DICOM image with a structured report beside it, one photograph in memory at a time, and index.csv,
 * in which every row of the batch has its line. Objects of an earlier export that are not written anew are removed: they may show a face, or be another table's.
 * @returns How many photographs were written and how many rows left out.
 * @throws AnalysisError `trial.invalid` where results.jsonl is missing, is not what batch writes, or was changed or cut short since.
 */
export async function exportDicom({ folder, photos, out, studyId, version, showFaces }: DicomExport): Promise<{ written: number; leftOut: number }> {
  const [{ describePhotograph }, { describeReport }, { writeObject }] = await Promise.all([import('../dicom/describe-photograph.js'), import('../dicom/describe-report.js'), import('../dicom/write-object.js')]);
  const rows: Cell[][] = [];
  await refuseChanged(folder);
  for await (const { at, value } of readLines(join(folder, 'results.jsonl'))) {
    const line = lineSchema.safeParse(value);
    if (!line.success) throw new AnalysisError('trial.invalid', `Line ${at} of results.jsonl is not what trichoscore batch writes.`);
    const { row, subject, target_area: targetArea, view, visit, date, photo } = line.data.manifest, place: Cell[] = [row, subject, targetArea, view, visit, date];
    const name = String(row).padStart(6, '0'), result = timepointResultSchema.safeParse(value);
    try {
      if (!result.success) throw new AnalysisError('trial.invalid', 'The photograph was not measured.');
      if (result.data.kind === 'global' && !showFaces) throw new AnalysisError('usage.invalid', 'Photographs of heads show faces; they are written with --show-faces only.');
      const trialPhotograph = { studyId, subject, targetArea, view, visit, date, row, result: result.data };
      const { image, source } = await readMeasured(photos, photo, result.data.photo.sha256);
      await writeWhole(join(out, `${name}-photograph.dcm`), await writeObject(describePhotograph(trialPhotograph, image, source, { version })));
      await writeWhole(join(out, `${name}-report.dcm`), await writeObject(describeReport(trialPhotograph, { version })));
      rows.push([...place, `${name}-photograph.dcm`, `${name}-report.dcm`, null, null]);
    } catch (error) {
      const { code, message } = toAnalysisError(error);
      if (code === 'output.unwritable') throw error;
      rows.push([...place, null, null, code, message]);
    }
  }
  const written = new Set(rows.flatMap((row) => [row[6], row[7]]));
  for (const name of await readdir(out)) if (isObjectName(name) && !written.has(name)) await rm(join(out, name), { force: true });
  await writeWhole(join(out, 'index.csv'), writeTable(columns, rows));
  const leftOut = rows.filter((row) => row[8] !== null).length;
  return { written: rows.length - leftOut, leftOut };
}

/** The photograph that was measured and no other: its bytes must have the fingerprint in the result. */
async function readMeasured(photos: string, photo: string, sha256: string) {
  const path = resolve(photos, photo);
  if (!path.startsWith(resolve(photos) + sep)) throw new AnalysisError('photo.missing', 'The manifest names a photograph outside the folder of photographs.');
  const [{ readPhotograph }, { isSearchedForWriting }] = await Promise.all([import('../image-io/read-photograph.js'), import('../image-io/valid-area.js')]);
  const read = await readPhotograph(path);
  if (read.sha256 !== sha256) throw new AnalysisError('photo.unreadable', 'The file is not the photograph that was measured: its content has changed.');
  return { image: read.image, source: { format: read.format, byteLength: (await stat(path)).size, isSearchedForWriting: isSearchedForWriting(read.image) } };
}

/** Of results that were cut short, photographs would be missing in the export without a word, and their objects of an earlier one be removed. */
async function refuseChanged(folder: string): Promise<void> {
  const [{ readHashes }, { hashFile }] = await Promise.all([import('../trial/read-if-there.js'), import('../tables/decode-text.js')]);
  const written = (await readHashes(folder, 'run.json'))?.get('results.jsonl');
  // That there is none is said where it is read.
  if (written === undefined || await hashFile(join(folder, 'results.jsonl')).catch(() => written) === written) return;
  throw new AnalysisError('trial.invalid', 'results.jsonl is not as the batch wrote it (run.json says otherwise): it was changed or cut short.', { hint: 'Copy the folder again from where it was written, or run the batch again: photographs that were measured are taken from the cache.' });
}

async function* readLines(path: string): AsyncGenerator<{ at: number; value: unknown }> {
  let at = 0;
  try {
    await stat(path);
  } catch (cause) {
    throw new AnalysisError('trial.invalid', 'The folder holds no results.jsonl.', { hint: 'DICOM objects are made from what trichoscore batch wrote, not from simulated tables.', cause });
  }
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    at++;
    if (text.trim() === '') continue;
    try {
      yield { at, value: JSON.parse(text) as unknown };
    } catch (cause) {
      throw new AnalysisError('trial.invalid', `Line ${at} of results.jsonl is not what trichoscore batch writes.`, { cause });
    }
  }
}
