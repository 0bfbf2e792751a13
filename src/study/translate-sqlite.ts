import type Database from 'libsql';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { AnalysisError } from '../errors.js';

/** What a fault of SQLite, or of the disk under it, means; null for an error that is neither. */
export function translateSqliteFault(error: unknown): AnalysisError | null {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return new AnalysisError('storage.full', 'The disk of the data folder is full.', { cause: error });
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM|IOERR)|EACCES|EPERM|EROFS|EMFILE|ENFILE|EIO)/.test(code)) return new AnalysisError('output.unwritable', 'The data folder cannot be written to.', { cause: error });
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return new AnalysisError('storage.inUse', 'Another program is using the database of this data folder.', { cause: error });
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return new AnalysisError('storage.damaged', 'The database of the data folder is damaged.', { cause: error });
  return null;
}

/**
 * A connection whose faults arrive as what they mean. SQLite ends a transaction by itself when a disk fails or is full in the middle of it; the rollback that follows
 * finds none then, and its complaint would hide why.
 */
export function asKyselyDatabase(connection: Database.Database): SqliteDatabase {
  const attempt = <Outcome>(act: () => Outcome): Outcome => {
    try {
      return act();
    } catch (error) {
      throw translateSqliteFault(error) ?? error;
    }
  };
  const nothing: SqliteStatement = { reader: false, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }), iterate: () => [][Symbol.iterator]() };
  return {
    prepare: (text) => {
      if (text === 'rollback' && !connection.inTransaction) return nothing;
      const statement = attempt(() => connection.prepare(text) as unknown as SqliteStatement);
      return { reader: statement.reader, all: (values) => attempt(() => statement.all(values)), run: (values) => attempt(() => statement.run(values)), iterate: (values) => attempt(() => statement.iterate(values)) };
    },
    close: () => { connection.close(); },
  };
}
