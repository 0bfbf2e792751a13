import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readTrialFolder } from '../../src/trial/read-trial-folder.js';
import type { TrialData } from '../../src/trial/trial-data.js';

/** The header of scores.csv as far as these tests fill it. */
export const scoreHeader = 'subject,arm,target_area,view,visit,date,baseline_visit,baseline_date,days,endpoint,before,after,change_percent,change_lower,change_upper,change_unit,standard_error,score_nominal,score_supported,words,error_code';
export const measurementHeader = 'subject,arm,target_area,view,visit,date,hair_count,density_per_cm2,error_code';

/** What is read from a folder with these tables; it is removed when the test is over. */
export async function readTables(tables: Record<string, string[]>): Promise<TrialData> {
  const folder = await mkdtemp(join(tmpdir(), 'trichoscore-trial-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, lines] of Object.entries(tables)) await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  return readTrialFolder(folder);
}
