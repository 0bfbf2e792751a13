import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../src/study/back-up.js';
import { checkStore } from '../../src/study/check-store.js';
import { migrations } from '../../src/study/migrations.js';
import { addReading } from '../../src/study/reading/readings.js';
import { databaseFile, openStudyStore } from '../../src/study/study-store.js';
import { fillFolder } from './filled-folder.js';

const tablesOf = (database: Database.Database): string[] => (database.prepare("select name from sqlite_master where type = 'table' and name <> 'schema_version' order by name").all() as { name: string }[]).map(({ name }) => name);
const columnsOf = (database: Database.Database, table: string): string[] => (database.prepare(`pragma table_info(${table})`).all() as { name: string }[]).map(({ name }) => name);

/** Gives a folder the tables that the program with so many steps made, with the same rows. */
function makeEarlier(folder: string, steps: number): void {
  const file = databaseFile(folder), made = `${file}.earlier`, earlier = new Database(made), whole = new Database(file);
  earlier.exec('create table schema_version (version integer not null)');
  for (const statements of migrations.slice(0, steps)) for (const statement of statements) earlier.exec(statement);
  earlier.exec(`insert into schema_version values (${steps})`);
  earlier.exec('pragma foreign_keys = off');
  for (const table of tablesOf(earlier)) {
    const columns = columnsOf(earlier, table), insert = earlier.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`);
    for (const row of whole.prepare(`select ${columns.join(', ')} from ${table}`).all() as Record<string, unknown>[]) insert.run(columns.map((column) => row[column]));
  }
  for (const database of [earlier, whole]) database.close();
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
  renameSync(made, file);
}

/** All rows of all tables. */
function readRows(folder: string): Record<string, unknown[]> {
  const database = new Database(databaseFile(folder));
  const rows = Object.fromEntries(tablesOf(database).map((table) => [table, (database.prepare(`select * from ${table}`).all() as object[]).map((row) => JSON.stringify(row)).sort()]));
  database.close();
  return rows;
}

describe('photographs and results that an earlier program kept', () => {
  let root: string;
  beforeAll(() => { root = mkdtempSync(join(tmpdir(), 'trichoscore-earlier-')); });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  // The first form knew neither studies nor visits.
  it.each(Array.from({ length: migrations.length - 2 }, (_, at) => [at + 2]))('are sound as they lie, in a copy and brought up to date, in the %i. form that their tables had', async (steps) => {
    const folder = await fillFolder(join(root, `data-${steps}`), { asEver: true }), copy = join(root, `copy-${steps}`), wanted = readRows(folder);
    makeEarlier(folder, steps);
    const { findings, headHash, auditEntries, ...counts } = await checkStore(folder);
    expect({ findings, ...counts }).toMatchObject({ findings: [], photographs: 4, measurements: 4, comparisons: 2 });
    expect(await backUp(folder, copy)).toEqual({ photographs: 4, auditEntries, headHash });
    expect((await checkStore(copy)).findings).toEqual([]);
    await (await openStudyStore(copy)).close();
    expect(await checkStore(copy)).toMatchObject({ findings: [], headHash });
    expect(readRows(copy)).toEqual({ ...wanted, turns: steps < 9 ? [] : wanted['turns'] });
  });

  it('are looked at for faces before blinded readers see them, where a scale had made them close-ups', async () => {
    const folder = join(root, 'dealt'), pair = { subject: 'S-07', arm: '', target_area: 'vertex', view: '', visit: 'week 24', date: '2026-07-06', baseline_photograph: '', follow_up_photograph: '', baseline_um_per_px: 5, follow_up_um_per_px: 5 };
    await fillFolder(folder);
    const filled = await openStudyStore(folder), { study } = await filled.database.selectFrom('subjects').select('study').executeTakeFirstOrThrow();
    const { sha256 } = await filled.database.selectFrom('photographs').select('sha256').executeTakeFirstOrThrow(), cases = (['closeup', 'global'] as const).map((kind) => ({ ...pair, kind, baseline_photograph: sha256, follow_up_photograph: sha256 }));
    await addReading(filled, 'dr', { study, name: 'Panel', seed: 'seed', readers: ['Adams'], cases });
    await filled.close();
    makeEarlier(folder, 17);
    const store = await openStudyStore(folder), kinds = await store.database.selectFrom('reading_cases').select('kind').orderBy('place').execute();
    await store.close();
    expect(kinds.map(({ kind }) => kind)).toEqual(['auto', 'global']);
    expect((await checkStore(folder)).findings).toEqual([]);
  });
});
