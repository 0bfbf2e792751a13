import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, relative, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { readSharing, type SharingOptions } from './options/sharing.js';
import { databaseUrlOption, objectStoreOption, readSharedStore, type SharedStoreOptions } from './options/shared-store.js';
import { readNumber } from './options/read-number.js';
import { printMessage, printText } from './output.js';

interface ServeOptions extends SharingOptions, SharedStoreOptions { port: string; data?: string; open?: boolean }

const webFolder = fileURLToPath(new URL('../web', import.meta.url));

/** Requests that run may take this long to end after SIGTERM, milliseconds. */
const drainMs = 10_000;

/** `trichoscore serve`: the application in the browser, on this machine, or shared with sign-in. */
export function addServeCommand(program: Command): void {
  program.command('serve')
    .summary('open the application in the browser')
    .description('Serves the application: upload before and after, see what changed, hand over the report. It works without a network.')
    .option('--host <address>', 'address to listen on; others than this machine need TLS and accounts', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 takes any that is free', '3000')
    .option('--data <folder>', 'folder for photographs and results; created when it is not there (default: trichoscore-data in your home folder)')
    .option('--tls-key <file>', 'private key of this service, PEM')
    .option('--tls-certificate <file>', 'its certificate with those that vouch for it, PEM')
    .option('--behind-proxy <address>', 'https address of a proxy in front of it, which speaks TLS and alone reaches the port')
    .option(...databaseUrlOption)
    .option(...objectStoreOption)
    .option('--open', 'show the page in the browser of this machine')
    .action(async (options: ServeOptions) => {
      process.exitCode = await serve(options, program.version()!);
    });
}

async function serve({ port, data, open = false, ...options }: ServeOptions, version: string): Promise<number> {
  const wanted = readNumber('--port', port, { smallest: 0, largest: 65535, whole: true });
  const dataFolder = resolveDataFolder(data), { host } = options, shared = readSharedStore(options);
  const { tls, publicName } = readSharing(options), transport = { tls, isBehindProxy: publicName !== null };
  const [{ openApplication }, { listen, drain, refuseOpenAddress }, { describeSite }] = await Promise.all([import('../http/open-application.js'), import('../http/listen.js'), import('../http/site.js')]);
  refuseOpenAddress(host, transport);
  const { buildPagesWhenStale } = await import('./build-pages.js');
  await buildPagesWhenStale(printMessage);
  const site = describeSite({ host, certificate: tls?.certificate ?? null, publicName });
  const application = await openApplication({ dataFolder, shared, webFolder, version, site });
  try {
    const { server, address } = await listen(application.app, host, wanted, transport);
    const ended = new Promise<void>((end) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end()); });
    const place = shared === undefined ? describeFolder(dataFolder) : 'the database and the object store; `trichoscore worker` measures them';
    await printText(`trichoscore is open at ${options.behindProxy ?? address}\nPhotographs and results are kept in ${place}\nCtrl-C ends it.\n`);
    if (open && process.stdout.isTTY) showInBrowser(address);
    await ended;
    printMessage('Closing; what is being measured is begun anew at the next start.');
    await drain(server, drainMs);
  } finally {
    await application.close();
  }
  return exitCodes.allMeasured;
}

/** As seen from the current folder or the home folder, whichever is shorter to read. */
function describeFolder(folder: string): string {
  const inside = (from: string): string | null => {
    const place = relative(from, folder);
    return place === '' || place.startsWith('..') || isAbsolute(place) ? null : place;
  };
  const here = inside(process.cwd());
  if (here !== null) return here;
  const home = inside(homedir());
  return home === null ? folder : join('~', home);
}

/** Where there is no browser, the printed address is enough. */
function showInBrowser(address: string): void {
  const [command, ...args] = process.platform === 'darwin' ? ['open', address] : process.platform === 'win32' ? ['cmd', '/c', 'start', '""', address] : ['xdg-open', address];
  spawn(command, args, { stdio: 'ignore', detached: true }).on('error', () => undefined).unref();
}
