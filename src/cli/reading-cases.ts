import { basename, dirname } from 'node:path';
import { checkManifest, writeManifestFaults } from '../batch/manifest/check-manifest.js';
import { createPhotoFinder } from '../batch/manifest/locate-photo.js';
import type { ManifestRow } from '../batch/manifest/manifest-row.js';
import { readManifestRows } from '../batch/manifest/read-manifest-rows.js';
import { AnalysisError } from '../errors.js';
import type { NewCase } from '../study/reading/readings.js';
import { scalesOfPair } from '../study/reading/scales-of-pair.js';
import { explainWindowsText, findWindowsWords } from '../tables/windows-text.js';
import type { ImportedPhotograph, Imports } from './import-photographs.js';

/** A row of which no pair can be made. */
export interface LeftOut { readonly row: number; readonly message: string }

/**
 * The pairs of a manifest of `batch`: every follow-up with the baseline of its series, or the last ones only; their photographs are brought into the data folder.
 * @param remark  Told before anything is copied how a manifest was read that is no UTF-8 text: names are kept for good as they were read.
 * @throws AnalysisError `manifest.invalid` before anything is copied.
 */
export async function casesOfManifest(path: string, visits: 'all' | 'last', imports: Imports, tell: (done: number, of: number) => void, remark: (text: string) => void): Promise<{ cases: NewCase[]; leftOut: LeftOut[] }> {
  const check = await checkManifest(path);
  if (!check.sound) {
    throw new AnalysisError('manifest.invalid', writeManifestFaults(basename(path), check).join('\n'));
  }
  const windows = await findWindowsWords(path);
  if (windows !== null) remark(explainWindowsText(basename(path), windows));
  const rows: ManifestRow[] = [];
  for await (const row of readManifestRows(path)) rows.push(row);
  const { baselineOf, fromOtherBaseline } = check.manifest, chosen = choosePairs(rows, baselineOf, visits), pairs = chosen.filter(([, at]) => !fromOtherBaseline.has(at));
  const find = createPhotoFinder(dirname(path)), imported = new Map<number, ImportedPhotograph | LeftOut>(), needed = [...new Set(pairs.flat())];
  for (const [done, at] of needed.entries()) {
    tell(done, needed.length);
    imported.set(at, await bring(rows[at]));
  }
  tell(needed.length, needed.length);
  const cases: NewCase[] = [], leftOut: LeftOut[] = [...imported.values()].filter((one) => 'row' in one);
  // Readers cannot know that such a pair begins at another visit than the others, and nobody could take its scores out again.
  for (const [from, at] of chosen) if (fromOtherBaseline.has(at)) leftOut.push({ row: rows[at].row, message: `The series of this photograph begins at ${JSON.stringify(rows[from].visit)}, which is not the baseline of most others.` });
  for (const [from, at] of pairs) {
    const before = imported.get(from)!, after = imported.get(at)!, row = rows[at], kinds = [rows[from].kind ?? 'auto', row.kind ?? 'auto'];
    if ('row' in before || 'row' in after) continue;
    const [baselineScale, followUpScale] = scalesOfPair(before.scale, after.scale);
    cases.push({
      subject: row.subject, arm: row.arm, target_area: row.targetArea, view: row.view, visit: row.visit, date: row.date,
      baseline_photograph: before.sha256, follow_up_photograph: after.sha256, baseline_um_per_px: baselineScale, follow_up_um_per_px: followUpScale,
      // A scale proves no close-up: somebody gives one with heads, too, and their faces are not to be shown.
      kind: kinds.includes('global') ? 'global' : kinds.includes('closeup') ? 'closeup' : 'auto',
    });
  }
  return { cases, leftOut };

  async function bring(row: ManifestRow): Promise<ImportedPhotograph | LeftOut> {
    const place = find(row.photo);
    if ('refusal' in place || !place.found) return { row: row.row, message: 'The photograph is not there.' };
    try {
      return await imports.bring(place.path, row);
    } catch (error) {
      if (!(error instanceof AnalysisError) || !error.code.startsWith('photo.')) throw error;
      return { row: row.row, message: error.message };
    }
  }
}

/** Places of baseline and follow-up among the rows. */
function choosePairs(rows: readonly ManifestRow[], baselineOf: Int32Array, visits: 'all' | 'last'): [number, number][] {
  const pairs = rows.map((_, at): [number, number] => [baselineOf[at], at]).filter(([from, at]) => from !== at);
  if (visits === 'all') return pairs;
  const last = new Map<number, number>();
  for (const [from, at] of pairs) if (!last.has(from) || rows[at].date > rows[last.get(from)!].date) last.set(from, at);
  return [...last];
}
