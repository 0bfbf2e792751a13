import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { checkAudit } from './check-audit.js';
import { checkResults } from './check-results.js';
import { compareSchema } from './compare-schema.js';
import { readDatabase, translateStorageError } from './open-database.js';
import { originalPath } from './originals.js';
import { databaseFile } from './study-store.js';
import type { StudyTables } from './tables.js';

/** Something that is not as it should be. `damage`: something is lost or was changed. `leftover`: something is there that nothing belongs to. */
export interface Finding {
  readonly kind: 'damage' | 'leftover';
  readonly message: string;
}

export interface StoreCheck {
  readonly photographs: number;
  readonly measurements: number;
  readonly comparisons: number;
  readonly auditEntries: number;
  readonly erasedEntries: number;
  /** Signatures of blinded readings that were made to fit the answers that are left after a person was erased. */
  readonly renewedSignatures: number;
  /** Of the audit trail, in the data folder itself; null where several machines share what is kept. Without one, entries that are missing at the end show by an anchor alone. */
  readonly notedHeads: number | null;
  /** The audit trail up to where it is sound. */
  readonly headHash: string;
  readonly findings: readonly Finding[];
}

const damage = (message: string): Finding => ({ kind: 'damage', message });
const shown = (sha256: string): string => `${sha256.slice(0, 12)}…`;

/**
 * Checks all that is kept, changing nothing, also while the application runs: the database, every original against its hash, results,
 * the audit trail, and what lies around.
 * @param anchor  File of heads that is kept elsewhere; null for none.
 * @throws AnalysisError `storage.damaged` when the database cannot be read at all, `storage.newer` for one of a newer program.
 */
export async function checkStore(dataFolder: string, anchor: string | null = null): Promise<StoreCheck> {
  const { database, connection } = readDatabase(databaseFile(dataFolder));
  try {
    const findings: Finding[] = [];
    for (const { integrity_check: said } of connection.prepare('pragma integrity_check(20)').all() as { integrity_check: string }[]) if (said !== 'ok') findings.push(damage('The database is damaged inside.'));
    const differences = compareSchema(connection);
    findings.push(...differences.map((difference) => damage(`The database: ${difference}.`)));
    const empty = { photographs: 0, measurements: 0, comparisons: 0, auditEntries: 0, erasedEntries: 0, renewedSignatures: 0, notedHeads: 0, headHash: '' };
    // Tables that are not there cannot be asked.
    if (differences.length > 0) return { ...empty, findings };
    const broken = (connection.prepare('pragma foreign_key_check').all() as { table: string }[]).map(({ table }) => table);
    findings.push(...[...new Set(broken)].map((table) => damage(`The table ${table} names things that are not there.`)));
    const photographs = await checkOriginals(database, dataFolder, findings);
    // Databases of an earlier program lack some tables.
    const tables = new Set((connection.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[]).map(({ name }) => name));
    const { measurements, comparisons, faults } = await checkResults(database, tables);
    findings.push(...faults.map(damage));
    const erased = new Set(tables.has('removals') ? (await database.selectFrom('removals').select('sha256').execute()).map(({ sha256 }) => sha256) : []);
    findings.push(...await findLeftovers(dataFolder, photographs, erased));
    const audit = await checkAudit(database, dataFolder, anchor, tables);
    return { photographs: photographs.size, measurements, comparisons, auditEntries: audit.entries, erasedEntries: audit.erased, renewedSignatures: audit.renewed, notedHeads: audit.notedHeads, headHash: audit.headHash, findings: [...findings, ...audit.faults.map(damage)] };
  } catch (error) {
    throw (error as { code?: unknown }).code === undefined ? error : translateStorageError(error);
  } finally {
    connection.close();
  }
}

/** Every photograph that was ever uploaded and not erased has its file, byte for byte. @returns Their hashes. */
async function checkOriginals(database: Kysely<StudyTables>, dataFolder: string, findings: Finding[]): Promise<Set<string>> {
  const folders = { originals: join(dataFolder, 'originals'), quarantine: '', derived: '' }, known = new Set<string>();
  for (const { sha256, bytes } of await database.selectFrom('photographs').select(['sha256', 'bytes']).orderBy('sha256').execute()) {
    known.add(sha256);
    const place = originalPath(folders, sha256);
    if (await lstat(place).then((entry) => entry.isSymbolicLink(), () => false)) {
      findings.push(damage(`The original of photograph ${shown(sha256)} is no file but a link to another place.`));
      continue;
    }
    const found = await hashFile(place);
    if (found === null) findings.push(damage(`The original of photograph ${shown(sha256)} is missing or cannot be read.`));
    else if (found.sha256 !== sha256) findings.push(damage(`The original of photograph ${shown(sha256)} is not the file that was uploaded.`));
    else if (found.bytes !== bytes) findings.push(damage(`The database has another size for photograph ${shown(sha256)} than its original.`));
  }
  return known;
}

/** Files without a photograph: an upload that was cut off before its row was written, what could not be removed when its photograph was erased, or something put there by hand. */
async function findLeftovers(dataFolder: string, known: ReadonlySet<string>, erased: ReadonlySet<string>): Promise<Finding[]> {
  const list = async (folder: string): Promise<string[]> => (await readdir(join(dataFolder, folder), { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => !entry.isDirectory()).map(({ name }) => name).sort();
  const strange = (names: string[], where: string): Finding[] => names.filter((name) => !known.has(name.slice(0, 64)))
    .map((name) => ({ kind: 'leftover', message: `${where} hold ${/^[0-9a-f]{64}/.test(name) ? shown(name) : 'a file of another name'}, which ${erased.has(name.slice(0, 64)) ? 'was erased and is still to be removed; that is tried at the next start' : 'belongs to no photograph'}.` }));
  return [...strange(await list('originals'), 'The originals'), ...strange(await list('derived'), 'The pictures made of photographs')];
}

async function hashFile(path: string): Promise<{ sha256: string; bytes: number } | null> {
  const entry = await stat(path).catch(() => null);
  if (entry === null || !entry.isFile()) return null;
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  } catch {
    return null;
  }
  return { sha256: hash.digest('hex'), bytes: entry.size };
}
