import { AnalysisError } from '../../errors.js';

export interface SharedStoreOptions { databaseUrl?: string; objectStore?: string }
export interface SharedStore { readonly databaseUrl: string; readonly objectStoreUrl: string }

export const databaseUrlOption = ['--database-url <url>', 'PostgreSQL database that several machines share, postgres://…; or TRICHOSCORE_DATABASE_URL in the environment'] as const;
export const objectStoreOption = ['--object-store <url>', 'S3-compatible store that several machines share, s3://BUCKET?endpoint=…; or TRICHOSCORE_OBJECT_STORE'] as const;

/**
 * What several machines share, from the options or the environment; undefined when neither names anything.
 * @throws AnalysisError `usage.invalid` for one without the other, and for an address of another kind.
 */
export function readSharedStore({ databaseUrl = process.env['TRICHOSCORE_DATABASE_URL'], objectStore = process.env['TRICHOSCORE_OBJECT_STORE'] }: SharedStoreOptions): SharedStore | undefined {
  if (databaseUrl === undefined && objectStore === undefined) return undefined;
  if (databaseUrl === undefined || objectStore === undefined) throw new AnalysisError('usage.invalid', '--database-url and --object-store belong together; only one was given.', { hint: 'Several machines need both: tables in one, photographs in the other. One machine needs neither.' });
  refuseOtherDatabase(databaseUrl);
  return { databaseUrl, objectStoreUrl: objectStore };
}

/**
 * For a command that knows data folders alone: on a machine whose environment names a shared database it would work on another folder than is meant, and make it where there is none.
 * @param data  The folder that was named with `--data`; then it is meant.
 * @throws AnalysisError `usage.invalid`.
 */
export function refuseInstallation(data: string | undefined, message: string, hint: string): void {
  if (data === undefined && process.env['TRICHOSCORE_DATABASE_URL'] !== undefined) throw new AnalysisError('usage.invalid', message, { hint: `${hint} To work on a folder of this machine, name it with --data.` });
}

/** @throws AnalysisError `usage.invalid` for an address of anything but a PostgreSQL database. */
export function refuseOtherDatabase(databaseUrl: string): void {
  if (!URL.canParse(databaseUrl) || !/^postgres(ql)?:$/.test(new URL(databaseUrl).protocol)) throw new AnalysisError('usage.invalid', '--database-url takes the address of a PostgreSQL database.', { hint: 'For example --database-url postgres://trichoscore@database.clinic.example/trichoscore, with the password in PGPASSWORD.' });
}
