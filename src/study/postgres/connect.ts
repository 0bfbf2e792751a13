import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { AnalysisError } from '../../errors.js';
import { isRefusedStatement, translateDatabaseError } from './translate-database-error.js';

/**
 * How long is waited, milliseconds. `statement` and `lock` end on the server, `answer` here, when the server says nothing at all;
 * `idleInTransaction` frees what a process holds that was stopped in the middle of a change.
 */
const patience = { connect: 3_000, answer: 4_500, statement: 4_000, lock: 4_000, idleInTransaction: 5_000 } as const;

/**
 * Connections to a PostgreSQL server. One over which a statement was lost is never used again: it might be in the middle of a transaction,
 * and the next change would be taken up into that.
 * @param url  `postgres://…`; credentials may come from the environment instead (PGUSER, PGPASSWORD).
 * @param mostConnections  At once.
 * @throws AnalysisError from a connection: `storage.unavailable` within 5 s, `storage.full`.
 */
export function connectToPostgres(url: string, mostConnections = 8): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url, max: mostConnections, application_name: 'trichoscore', keepAlive: true,
    connectionTimeoutMillis: patience.connect, query_timeout: patience.answer, statement_timeout: patience.statement,
    lock_timeout: patience.lock, idle_in_transaction_session_timeout: patience.idleInTransaction,
  });
  // A connection that breaks while nobody uses it is replaced when it is needed.
  pool.on('error', () => undefined).on('connect', (client) => client.on('error', () => undefined));
  return {
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => { throw translateDatabaseError(error); });
      let isLost = false;
      const query = async (text: string, parameters: unknown[]): Promise<pg.QueryResult> => {
        if (isLost) throw new AnalysisError('storage.unavailable', 'The database does not answer.');
        try {
          return await client.query(text, parameters);
        } catch (error) {
          isLost ||= !isRefusedStatement(error);
          throw translateDatabaseError(error);
        }
      };
      return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isLost) };
    },
    end: () => pool.end(),
  };
}
