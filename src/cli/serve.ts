import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { join, relative, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { readNumber } from './options/read-number.js';
import { printMessage, printText } from './output.js';

interface ServeOptions { host: string; port: string; data?: string; open?: boolean }

const webFolder = fileURLToPath(new URL('../web', import.meta.url));

/** Requests that run may take this long to end after SIGTERM, milliseconds. */
const drainMs = 10_000;

/** `trichoscore serve`: the application in the browser, on this machine only. */
export function addServeCommand(program: Command): void {
  program.command('serve')
    .summary('open the application in the browser')
    .description('Serves the application on this machine: upload before and after, see what changed, hand over the report. It works without a network.')
    .option('--host <address>', 'address to listen on; only this machine can be reached', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0 takes any that is free', '3000')
    .option('--data <folder>', 'folder for photographs and results; created when it is not there (default: trichoscore-data in your home folder)')
    .option('--open', 'show the page in the browser of this machine')
    .action(async (options: ServeOptions) => {
      process.exitCode = await serve(options, program.version()!);
    });
}

async function serve({ host, port, data, open = false }: ServeOptions, version: string): Promise<number> {
  const wanted = readNumber('--port', port, { smallest: 0, largest: 65535 });
  const dataFolder = resolveDataFolder(data);
  const { buildPagesWhenStale } = await import('./build-pages.js');
  await buildPagesWhenStale(printMessage);
  const [{ openApplication }, { listen, drain, refusePublicAddress }] = await Promise.all([import('../http/open-application.js'), import('../http/listen.js')]);
  refusePublicAddress(host);
  const application = await openApplication({ dataFolder, webFolder, version });
  try {
    const { server, address } = await listen(application.app, host, wanted);
    await printText(`trichoscore is open at ${address}\nPhotographs and results are kept in ${describeFolder(dataFolder)}\nCtrl-C ends it.\n`);
    if (open && process.stdout.isTTY) showInBrowser(address);
    await new Promise<void>((end) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end()); });
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
