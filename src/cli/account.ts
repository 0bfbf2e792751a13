import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { AnalysisError } from '../errors.js';
import { exitCodes } from './exit-codes.js';
import { databaseUrlOption, objectStoreOption, readSharedStore, type SharedStoreOptions } from './options/shared-store.js';
import { resolveDataFolder } from './options/data-folder.js';
import { printText } from './output.js';
import type { StudyStore } from '../study/study-store.js';
import type { Role } from '../study/tables.js';
import { readPassword } from './read-password.js';

/** Written here, because `--help` loads no schema; the type check holds them against those of the store. */
const roleNames = ['photographer', 'reader', 'analyst', 'administrator', 'auditor'] as const satisfies readonly Role[];

interface Place extends SharedStoreOptions { data?: string }

/** `trichoscore account`: who may sign in to the application. The first administrator begins here, the others in the application. */
export function addAccountCommand(program: Command): void {
  const account = program.command('account')
    .summary('add people who sign in to the application')
    .description('Accounts of the application. As soon as there is one, everybody has to sign in. Passwords are asked for, or read from the first line of the standard input; the application on a data folder has to be closed meanwhile.');
  const data = ['--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)'] as const;
  account.command('add').argument('<name>', 'name to sign in with; the audit trail shows it')
    .description('Adds an account. The first has to be an administrator’s, who then owns what is there already.')
    .addOption(new Option('--role <role>', 'what the person may do').choices(roleNames).makeOptionMandatory()).option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (name: string, { role, ...place }: Place & { role: (typeof roleNames)[number] }) => {
      await withStore(place, async (store) => {
        const { addAccount } = await import('../study/accounts.js');
        const known = await checkName(name);
        const { name: added } = await addAccount(store, 'command line', { name: known, role, password: await askPassword(known) });
        await printText(`${added} may sign in as ${role}.\n`);
      });
    });
  account.command('password').argument('<name>', 'name of the account').description('Sets a new password, for somebody who has forgotten theirs.').option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (name: string, place: Place) => {
      await withStore(place, async (store) => {
        const { findAccountByName, setPassword } = await import('../study/accounts.js');
        const row = await findAccountByName(store, await checkName(name));
        if (row === null) throw new AnalysisError('usage.invalid', 'There is no account of this name.', { hint: '`trichoscore account list` shows those that there are.' });
        await setPassword(store, 'command line', row.id, await askPassword(row.name));
        await printText(`${row.name} has a new password.\n`);
      });
    });
  account.command('list').description('Lists the accounts.').option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (place: Place) => {
      await withStore(place, async (store) => {
        const { listAccounts } = await import('../study/accounts.js');
        const accounts = await listAccounts(store);
        await printText(accounts.length === 0 ? 'There are no accounts; one person uses this machine.\n' : accounts.map(({ name, role, closed_at }) => `${name}\t${role}${closed_at === null ? '' : '\tclosed'}\n`).join(''));
      });
    });
}

async function withStore({ data, ...options }: Place, act: (store: StudyStore) => Promise<void>): Promise<void> {
  const shared = readSharedStore(options);
  if (shared === undefined) {
    const { openStudyStore } = await import('../study/study-store.js');
    const store = await openStudyStore(resolveDataFolder(data));
    await act(store).finally(() => store.close());
  } else {
    const { openSharedStore } = await import('../study/shared-store.js');
    // A folder of its own, because that of a server that runs is taken.
    const workFolder = await mkdtemp(join(tmpdir(), 'trichoscore-account-'));
    try {
      const store = await openSharedStore({ ...shared, workFolder });
      await act(store).finally(() => store.close());
    } finally {
      await rm(workFolder, { recursive: true, force: true });
    }
  }
  process.exitCode = exitCodes.allMeasured;
}

async function checkName(name: string): Promise<string> {
  const { accountNameSchema } = await import('../study/account-name.js');
  const { data, error } = accountNameSchema.safeParse(name);
  if (data === undefined) throw new AnalysisError('usage.invalid', `The name cannot be used: ${error.issues[0].message}.`, { hint: 'For example a.meier' });
  return data;
}

async function askPassword(name: string): Promise<string> {
  const { checkPassword, hashPassword } = await import('../study/passwords.js');
  const password = await readPassword();
  checkPassword(password, name);
  return hashPassword(password);
}
