import { dirname } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.js';
import { printData, printMessage, printText } from './output.js';
import { prepareFolder, writeWhole } from './output-folder.js';

/** `trichoscore qualify`: does this installation measure as it should? */
export function addQualifyCommand(program: Command): void {
  program.command('qualify')
    .summary('check this installation on built-in phantoms')
    .description('Renders built-in phantoms, measures them and compares with their truth. The table can be filed; exit code 0 means passed, 1 failed.')
    .option('--json', 'print the table as JSON')
    .option('--out <file>', 'write the table to a file as well')
    .action(async ({ json = false, out }: { json?: boolean; out?: string }) => {
      if (out !== undefined) await prepareFolder(dirname(out), '--out');
      const { qualifyInstallation } = await import('../qualification/qualify-installation.js');
      const qualification = await qualifyInstallation(printMessage);
      const { writeQualification } = await import('./text/qualification-text.js');
      const text = json ? `${JSON.stringify(qualification, null, 2)}\n` : writeQualification(qualification);
      await (json ? printData(text) : printText(text));
      if (out !== undefined) await writeWhole(out, text);
      process.exitCode = qualification.passed ? exitCodes.allMeasured : exitCodes.nothingDone;
    });
}
