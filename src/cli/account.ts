import { open, rm } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { AnalysisError } from '../errors.js';
import { exitCodes } from './exit-codes.js';
import type { StudyStore } from '../study/study-store.js';
import { readNumber } from './options/read-number.js';
import { databaseUrlOption, objectStoreOption } from './options/shared-store.js';
import { openKnownStore, openStore, type StoreOptions } from './open-store.js';
import { printText } from './output.js';
import type { Role } from '../study/tables/account-rows.js';
import { readPassword } from './read-password.js';

/** Written here, because `--help` loads no schema; the type check holds them against those of the store. */
interface LinkOptions { link?: string; address: string }

const roleNames = ['photographer', 'reader', 'analyst', 'administrator', 'auditor'] as const satisfies readonly Role[];

/** `trichoscore account`: who may sign in to the application. The first administrator begins here, the others in the application. */
export function addAccountCommand(program: Command): void {
  const account = program.command('account')
    .summary('add people who sign in to the application')
    .description('Accounts of the application. As soon as there is one, everybody has to sign in. Passwords are asked for, or read from the first line of the standard input; the application has to be closed, unless several machines share it.');
  const data = ['--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)'] as const;
  const link = ['--link <file>', 'write a one-time link for choosing the password into this new file, which only your account can read, instead of asking for a password'] as const;
  const address = ['--address <url>', 'where the application is reached, for the link', 'http://127.0.0.1:3000'] as const;
  account.command('add').argument('<name>', 'name to sign in with; the audit trail shows it')
    .description('Adds an account. The first has to be an administrator’s, who then owns what is there already.')
    .addOption(new Option('--role <role>', 'what the person may do').choices(roleNames).makeOptionMandatory()).option(...link).option(...address).option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (name: string, { role, link: file, address: from, ...options }: StoreOptions & LinkOptions & { role: (typeof roleNames)[number] }) => {
      await withStore(options, async (store) => {
        const { addAccount } = await import('../study/accounts.js');
        const known = await checkName(name);
        const add = (password: string | null): ReturnType<typeof addAccount> => addAccount(store, 'command line', { name: known, role, password });
        if (file === undefined) await printText(`${(await add(await askPassword(known))).name} may sign in as ${role}.\n`);
        else await handOverLink(store, file, from, () => add(null));
      }, openStore);
    });
  account.command('password').argument('<name>', 'name of the account').description('Sets a new password, for somebody who has forgotten theirs. Whoever is signed in with the account has to sign in anew; tokens stay good until they are revoked.').option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (name: string, options: StoreOptions) => {
      await withStore(options, async (store) => {
        const [{ setPassword }, { endOtherSessions }, { listTokens }] = await Promise.all([import('../study/accounts.js'), import('../study/sessions.js'), import('../study/tokens.js')]), row = await requireAccount(store, name);
        await setPassword(store, 'command line', row.id, await askPassword(row.name));
        // Those of one machine ended with the application, which is closed now.
        if (store.isShared) await endOtherSessions(store, row.id, null);
        const tokens = (await listTokens(store, row.id)).filter(({ until }) => Date.parse(until) > Date.now()).length;
        await printText(`${row.name} has a new password.${tokens === 0 ? '' : ` Its ${tokens === 1 ? 'token stays' : `${tokens} tokens stay`} good; \`account list\` shows what for, and \`account revoke\` takes one back.`}\n`);
      });
    });
  account.command('token').argument('<name>', 'name of the account that the program acts for').argument('<file>', 'new file for the token, which only your account can read')
    .description('Makes a token for a program, which sends it as "Authorization: Bearer …". It may do what the account may, or only look.')
    .requiredOption('--for <text>', 'what it is for; tells it from others, and the audit trail shows it').option('--days <n>', 'how long it is good, at most 3650', '90').option('--read-only', 'it may look and change nothing')
    .option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (name: string, file: string, { for: purpose, days, readOnly = false, ...options }: StoreOptions & { for: string; days: string; readOnly?: boolean }) => {
      const whole = readNumber('--days', days, { smallest: 1, largest: 3650, whole: true });
      if (purpose.trim() === '' || purpose.length > 100) throw new AnalysisError('usage.invalid', '--for takes 1 to 100 characters.');
      await withStore(options, async (store) => {
        const { addToken } = await import('../study/tokens.js'), { id } = await requireAccount(store, name);
        await writeSecret(file, async () => {
          const { secret, until } = await addToken(store, 'command line', id, { name: purpose.trim(), readsOnly: readOnly, days: whole });
          return { text: secret, message: `The token is in the file, good until ${until}.` };
        });
      });
    });
  account.command('revoke').argument('<name>', 'name of the account').requiredOption('--for <text>', 'what the token was for').description('Takes a token back.')
    .option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (name: string, { for: purpose, ...options }: StoreOptions & { for: string }) => {
      await withStore(options, async (store) => {
        const { revokeToken } = await import('../study/tokens.js'), { id } = await requireAccount(store, name);
        await revokeToken(store, 'command line', id, purpose.trim());
        await printText('The token is no longer good.\n');
      });
    });
  account.command('list').description('Lists the accounts, and below each the tokens with which programs act for it.').option(...data).option(...databaseUrlOption).option(...objectStoreOption)
    .action(async (options: StoreOptions) => {
      await withStore(options, async (store) => {
        const [{ listAccounts }, { listTokens }] = await Promise.all([import('../study/accounts.js'), import('../study/tokens.js')]), lines: string[] = [];
        for (const { id, name, role, closed_at } of await listAccounts(store)) {
          lines.push(`${name}\t${role}${closed_at === null ? '' : '\tclosed'}\n`);
          for (const token of await listTokens(store, id)) lines.push(`\ttoken for ${JSON.stringify(token.name)}, ${token.reads_only === 1 ? 'only looks, ' : ''}${Date.parse(token.until) > Date.now() ? 'good until' : 'no longer good since'} ${token.until}\n`);
        }
        await printText(lines.length === 0 ? 'There are no accounts; one person uses this machine.\n' : lines.join(''));
      });
    });
}

/** The first account may be added before there is any data; for whatever else a folder without data is the wrong one. */
async function withStore(options: StoreOptions, act: (store: StudyStore) => Promise<void>, open = openKnownStore): Promise<void> {
  const store = await open(options);
  await act(store).finally(() => store.close());
  process.exitCode = exitCodes.allMeasured;
}

async function requireAccount(store: StudyStore, name: string): Promise<{ id: string; name: string }> {
  const { findAccountByName } = await import('../study/accounts.js'), row = await findAccountByName(store, await checkName(name));
  if (row === null) throw new AnalysisError('usage.invalid', 'There is no account of this name.', { hint: '`trichoscore account list` shows those that there are.' });
  return row;
}

async function handOverLink(store: StudyStore, file: string, address: string, choose: () => Promise<{ id: string; name: string }>): Promise<void> {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw new AnalysisError('usage.invalid', '--address is no http or https address.', { hint: 'For example --address https://hair.clinic.example' });
  await writeSecret(file, async () => {
    const { invite } = await import('../study/accounts.js'), { id, name } = await choose(), { secret, until } = await invite(store, 'command line', id);
    return { text: `${new URL(address).origin}/join#${encodeURIComponent(name)}:${secret}`, message: `${name} chooses a password with the link in the file, once, until ${until}. Hand it over yourself, then remove the file.` };
  });
}

/**
 * Writes a secret into a file that is not there yet, mode 0600; on a terminal it is shown, too. The file is made first: without it nothing is changed.
 * @throws AnalysisError `usage.invalid` for a file that is there; `output.unwritable`.
 */
async function writeSecret(file: string, make: () => Promise<{ text: string; message: string }>): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EEXIST') throw new AnalysisError('usage.invalid', 'The file is there already.', { hint: 'Name a new file; nothing is written over.', cause });
    throw new AnalysisError('output.unwritable', 'The file could not be written.', { cause });
  });
  try {
    const { text, message } = await make();
    await handle.writeFile(`${text}\n`);
    await handle.sync();
    await printText(`${message}\n${process.stdout.isTTY ? `${text}\n` : ''}`);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
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
