import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { AnalysisError } from '../errors.js';
import { tombstoneOf } from './audit.js';
import { entriesOf } from './pages.js';
import type { StudyStore } from './study-store.js';
import type { ClinicRow } from './tables/installation-rows.js';
import type { StudyTables } from './tables.js';

export interface ClinicLogo { readonly png: Uint8Array; readonly widthPx: number; readonly heightPx: number }

/** What stands above the reports of this installation. */
export interface Clinic {
  /** Both empty where nothing was typed. */
  readonly name: string;
  readonly address: string;
  /** Null: as is usual where the reader lives. */
  readonly paper: 'a4' | 'letter' | null;
  readonly logo: ClinicLogo | null;
}

const unset: Clinic = { name: '', address: '', paper: null, logo: null };

/** What was set, or that nothing was. */
export async function findClinic({ database }: Pick<StudyStore, 'database'>): Promise<Clinic> {
  const row = await database.selectFrom('clinic').selectAll().executeTakeFirst();
  if (row === undefined) return unset;
  const { name, address, paper, logo, logo_width, logo_height } = row;
  return { name, address, paper, logo: logo === null ? null : { png: Buffer.from(logo, 'base64'), widthPx: logo_width!, heightPx: logo_height! } };
}

/** The same without the logo, for those who ask often and show none. */
export async function findClinicWords({ database }: Pick<StudyStore, 'database'>): Promise<Clinic> {
  const row = await database.selectFrom('clinic').select(['name', 'address', 'paper']).executeTakeFirst();
  return row === undefined ? unset : { ...row, logo: null };
}

/**
 * Changes some of it; the rest stays. The trail names the logo by its sha256.
 * @param seen  The state of the words, or of the logo, that the change was made on (`statesOf`); null to change it whatever it is now.
 * @returns How it is from now on.
 * @throws AnalysisError `request.outdated` when somebody changed it meanwhile.
 */
export function changeClinic({ change }: StudyStore, actor: string, wanted: Partial<Clinic>, seen: string | null = null): Promise<Clinic> {
  return change(actor, async (step, record, now) => {
    const before = await findClinic({ database: step }), states = statesOf(before);
    if (seen !== null && seen !== (wanted.logo === undefined ? states.words : states.logo)) {
      throw new AnalysisError('request.outdated', wanted.logo === undefined ? 'Somebody has changed the name, address or paper of the clinic in the meantime.' : 'Somebody has changed the logo of the clinic in the meantime.');
    }
    const after = { ...before, ...wanted }, { name, address, paper, logo } = after;
    const row: ClinicRow = {
      id: 'clinic', name, address, paper, changed_at: now, logo: logo === null ? null : Buffer.from(logo.png).toString('base64'), logo_width: logo?.widthPx ?? null, logo_height: logo?.heightPx ?? null,
    };
    await step.deleteFrom('clinic').execute();
    await step.insertInto('clinic').values(row).execute();
    await record({ action: 'clinic.change', object: 'clinic', before: describe(before), after: describe(after) });
    return after;
  });
}

/** Names the state of name, address and paper, and that of the logo, as HTTP's ETag has it: whoever changes one has to have seen it. */
export function statesOf(clinic: Clinic): { words: string; logo: string } {
  const { logo, ...words } = describe(clinic), tag = (state: unknown): string => `"${createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 22)}"`;
  return { words: tag(words), logo: tag(logo) };
}

function describe({ name, address, paper, logo }: Clinic): Omit<Clinic, 'logo'> & { logo: string | null } {
  return { name, address, paper, logo: logo === null ? null : createHash('sha256').update(logo.png).digest('hex') };
}

/** What is wrong with what is kept, in words: it has to be what the last entry of the trail says; null where it is sound. */
export async function findClinicFault(database: Kysely<StudyTables>): Promise<string | null> {
  let told: string | null = null;
  for await (const { after } of entriesOf(database, new Set(['clinic.change']))) told = after;
  const kept = JSON.stringify(describe(await findClinic({ database }))), last = told ?? JSON.stringify(describe(unset));
  // Of an entry that named somebody who was erased, the hash is left.
  return kept === last || tombstoneOf(kept) === last ? null : 'Name, address, logo or paper of the clinic are not as they were set.';
}
