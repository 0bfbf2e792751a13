import { AnalysisError } from '../../errors.js';

/** Codes of PostgreSQL's own refusals (SQLSTATE); everything else came from the way there. */
const sqlState = /^[0-9A-Z]{5}$/;

/** Whether the server refused a statement, so that the connection is as good as before. */
export function isRefusedStatement(error: unknown): boolean {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return severity !== 'FATAL' && severity !== 'PANIC' && typeof severity === 'string' && typeof code === 'string' && sqlState.test(code);
}

/** What a fault of the database server, or of the way there, means to whoever asked. Faults of our own statements stay as they are. */
export function translateDatabaseError(error: unknown): unknown {
  if (error instanceof AnalysisError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  if (!isRefusedStatement(error)) return unavailable(error);
  if (code === '53100') return new AnalysisError('storage.full', 'The disk of the database is full.', { cause: error });
  // Connections, shutdown, time limits, locks that were not had in time, too many connections, read-only after a failover, a disk that fails, what a trigger of the site's own refuses.
  if (/^(08|57|53|58|P0)|^(55P03|40001|40P01|25006)$/.test(code)) return unavailable(error);
  if (code === '42501') return new AnalysisError('storage.unavailable', 'The database does not let this program do what it has to.', { hint: 'Give the account of the program back its rights on the tables and their schema.', cause: error });
  if (/^XX00[12]$/.test(code)) return new AnalysisError('storage.damaged', 'A part of the database cannot be read any more.', { hint: 'Restore it from a backup; nothing in it was changed by this program.', cause: error });
  // A table or a column that is not there: somebody took it away, the tables of every earlier program are brought up to date when they are opened.
  if (code === '42P01' || code === '42703') return new AnalysisError('storage.damaged', 'Something is missing in the database.', { hint: 'Restore it from a backup; nothing in it was changed.', cause: error });
  // A character that text cannot hold: only what somebody sent can bring one.
  if (code === '22021' || code === '22P05') return new AnalysisError('request.invalid', 'A text holds a character that cannot be stored.', { cause: error });
  return error;
}

function unavailable(cause: unknown): AnalysisError {
  return new AnalysisError('storage.unavailable', 'The database does not answer.', { cause });
}
