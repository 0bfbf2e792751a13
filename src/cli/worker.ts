import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { databaseUrlOption, objectStoreOption, readSharedStore, type SharedStoreOptions } from './options/shared-store.js';
import { printMessage, toAnalysisError } from './output.js';

/** `trichoscore worker`: measures and compares what servers put into the queue; as many as wanted, on as many machines. */
export function addWorkerCommand(program: Command): void {
  program.command('worker')
    .summary('do the comparisons and batches that several machines share')
    .description('Measures and compares what `trichoscore serve` with the same --database-url and --object-store puts into the queue, and `trichoscore batch` with the same --database-url, one comparison and one photograph of a batch at a time, until it is ended. Start one for each two cores, on as many machines as wanted; each may be stopped at any moment.')
    .option(...databaseUrlOption)
    .option(...objectStoreOption)
    .option('--data <folder>', 'folder for copies of photographs; workers of one machine may share it (default: trichoscore-data in your home folder)')
    .action(async ({ data, ...options }: SharedStoreOptions & { data?: string }) => {
      const shared = readSharedStore(options);
      if (shared === undefined) throw new AnalysisError('usage.invalid', 'A worker needs the database and the object store of the server that it works for.', { hint: 'Give --database-url and --object-store; one machine alone needs no worker: `trichoscore serve` measures itself.' });
      const [{ openWorker }, { openErrands }, { doErrands }] = await Promise.all([import('../jobs/open-worker.js'), import('../study/errands.js'), import('../batch/queue/do-errands.js')]);
      const errands = await openErrands(shared.databaseUrl);
      try {
        const worker = await openWorker({ ...shared, dataFolder: resolveDataFolder(data), report: (news) => printMessage(JSON.stringify({ at: new Date().toISOString(), event: 'job', ...news })) });
        const batches = doErrands(errands, worker.transitFolder, reportFault);
        printMessage('Waiting for comparisons and batches.');
        await new Promise<void>((end) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end()); });
        await Promise.all([worker.close(), batches.stop()]);
      } finally {
        await errands.close();
      }
      process.exitCode = exitCodes.allMeasured;
    });
}

/** Why a photograph of a batch was put back, or none was taken. */
function reportFault(cause: unknown): void {
  const { code, message, hint } = toAnalysisError(cause);
  printMessage(JSON.stringify({ at: new Date().toISOString(), event: 'batch', code, message, hint }));
}
