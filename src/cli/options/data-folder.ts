import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder that `--data` names; without it `trichoscore-data` in the home folder. */
export function resolveDataFolder(given: string | undefined): string {
  return resolve(given ?? join(homedir(), 'trichoscore-data'));
}
