import { join } from 'node:path';
import Database from 'libsql';
import { AnalysisError } from '../errors.js';
import { translateStorageError } from './open-database.js';

/**
 * Keeps a data folder for this process. The lock is that of an SQLite file of its own, so it belongs to the operating
 * system and ends with the process, however that ends; the database itself stays free for backups.
 * @returns Lets go of the folder.
 * @throws AnalysisError `storage.inUse` when another process holds it, `storage.damaged`, `output.unwritable`.
 */
export function lockFolder(dataFolder: string): () => void {
  let lock: Database.Database | null = null;
  try {
    lock = new Database(join(dataFolder, 'lock.db'));
    // Without prepared statements: they would hold the lock beyond `close`.
    lock.exec('begin exclusive');
  } catch (cause) {
    lock?.close();
    const code = String((cause as { code?: unknown }).code);
    if (/^SQLITE_(BUSY|LOCKED)/.test(code)) throw new AnalysisError('storage.inUse', 'Another program is using this data folder.', { cause });
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) throw new AnalysisError('storage.damaged', 'The file lock.db of the data folder is damaged.', { hint: 'Make sure that no trichoscore uses the folder and remove lock.db; it holds nothing.', cause });
    throw translateStorageError(cause);
  }
  const held = lock;
  return () => held.close();
}
