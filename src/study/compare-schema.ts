import Database from 'libsql';
import { migrations } from './migrations.js';

/**
 * Compares the tables of a database with those that this program makes, or that an earlier one made whose form they have.
 * @param connection  To a database that no newer program made.
 * @returns What differs, in words; empty when nothing does.
 */
export function compareSchema(connection: Database.Database): string[] {
  const version = readVersion(connection);
  if (version === null) return ['it does not say which form its tables have'];
  const fresh = new Database(':memory:');
  try {
    fresh.exec('create table schema_version (version integer not null)');
    for (const statements of migrations.slice(0, version)) for (const statement of statements) fresh.exec(statement);
    const wanted = readSchema(fresh), found = readSchema(connection);
    return [
      ...[...wanted].flatMap(([name, statement]) => (found.has(name) ? found.get(name) === statement ? [] : [`${name} is not in the form that this program gives it`] : [`${name} is missing`])),
      ...[...found.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} does not belong there`),
    ];
  } finally {
    fresh.close();
  }
}

/** Number of the steps that made its tables; null where that cannot be told. */
export function readVersion(connection: Database.Database): number | null {
  try {
    const [row, another] = connection.prepare('select version from schema_version').all() as { version: unknown }[];
    return another === undefined && typeof row?.version === 'number' && Number.isInteger(row.version) && row.version > 0 ? row.version : null;
  } catch {
    return null;
  }
}

function readSchema(connection: Database.Database): Map<string, string> {
  const rows = connection.prepare("select type, name, sql from sqlite_master where name not like 'sqlite_%'").all() as { type: string; name: string; sql: string | null }[];
  return new Map(rows.map(({ type, name, sql }) => [`${type} ${name}`, (sql ?? '').replace(/^create table if not exists/i, 'create table').replace(/\s+/g, ' ').toLowerCase()]));
}
