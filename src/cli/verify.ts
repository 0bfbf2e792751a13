import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { printText } from './output.js';

/** `trichoscore verify`: is the audit trail of a data folder as it was written? */
export function addVerifyCommand(program: Command): void {
  program.command('verify')
    .summary('check the audit trail of the application')
    .description('Checks every entry of the audit trail against the one before it, and names the first that does not fit. Write the printed head down elsewhere: with it, entries cut off at the end show, too.')
    .option('--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)')
    .action(async ({ data }: { data?: string }) => {
      const dataFolder = resolveDataFolder(data);
      if (!existsSync(join(dataFolder, 'trichoscore.db'))) {
        throw new AnalysisError('usage.invalid', 'There is no application data in this folder.', { hint: 'Name the folder that `trichoscore serve` prints when it starts, with --data.' });
      }
      const { openStudyStore } = await import('../study/study-store.js');
      const store = await openStudyStore(dataFolder);
      const { entries, firstBroken, headHash } = await store.verifyAudit().finally(() => store.close());
      await printText(firstBroken === null
        ? `The audit trail holds ${entries} entries, and each fits the one before it.\nIts head: ${headHash}\n`
        : `Entry ${firstBroken} of the audit trail is not as it was written.\n`);
      process.exitCode = firstBroken === null ? exitCodes.allMeasured : exitCodes.nothingDone;
    });
}
