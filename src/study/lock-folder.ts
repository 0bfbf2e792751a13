import { join } from 'node:path';
import Database from 'libsql';
import { AnalysisError } from '../errors.js';

/**
 * Keeps a data folder for this process. The lock is that of an SQLite file of its own, so it belongs to the operating
 * system and ends with the process, however that ends; the database itself stays free for backups.
 * @returns Lets go of the folder.
 * @throws AnalysisError `storage.inUse` when another process holds it.
 */
export function lockFolder(dataFolder: string): () => void {
  const lock = new Database(join(dataFolder, 'lock.db'));
  try {
    // Without prepared statements: they would hold the lock beyond `close`.
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new AnalysisError('storage.inUse', 'Another program is using this data folder.', { cause });
  }
  return () => lock.close();
}
