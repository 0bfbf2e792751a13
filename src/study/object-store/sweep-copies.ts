import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolders } from '../originals.js';
import type { StudyStore } from '../study-store.js';

interface Copy { readonly file: string; readonly sha256: string; readonly bytes: number; readonly usedAt: number }

/** Copies of photographs that one machine has at most, bytes. */
export const mostCopiedBytes = 20 * 1024 ** 3;

/**
 * Removes copies of photographs from this machine: those that were erased, and the longest unused above the limit. A photograph that was
 * erased elsewhere is gone here after the next sweep.
 * @returns How many files were removed.
 */
export async function sweepCopies({ database, folders }: Pick<StudyStore, 'database' | 'folders'>, limitBytes = mostCopiedBytes): Promise<number> {
  const copies = (await listCopies(folders)).sort((a, b) => b.usedAt - a.usedAt);
  const known = new Set<string>(), names = [...new Set(copies.map(({ sha256 }) => sha256))];
  for (let at = 0; at < names.length; at += 1000) {
    for (const { sha256 } of await database.selectFrom('photographs').select('sha256').where('sha256', 'in', names.slice(at, at + 1000)).execute()) known.add(sha256);
  }
  let total = 0, removed = 0;
  for (const { file, sha256, bytes } of copies) {
    total += bytes;
    if (known.has(sha256) && total <= limitBytes) continue;
    await rm(file, { force: true });
    removed += 1;
  }
  return removed;
}

/** Files that carry the name of a photograph; uploads under way lie elsewhere. One from the last minute may belong to an upload whose row is not written yet. */
async function listCopies({ originals, derived }: DataFolders): Promise<Copy[]> {
  const copies: Copy[] = [], oldEnough = Date.now() - 60_000;
  for (const folder of [originals, derived]) {
    for (const name of await readdir(folder, { recursive: true })) {
      const sha256 = /([0-9a-f]{64})[.a-z]*$/.exec(name)?.[1], file = join(folder, name);
      const entry = sha256 === undefined ? null : await stat(file).catch(() => null);
      if (sha256 !== undefined && entry?.isFile() === true && entry.mtimeMs < oldEnough) copies.push({ file, sha256, bytes: entry.size, usedAt: entry.mtimeMs });
    }
  }
  return copies;
}
