import { basename, dirname, extname } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { prepareFolder, writeWhole } from './output-folder.js';
import { printData, printText } from './output.js';

/** `trichoscore photo-guide`: how to take photographs that can be compared, one page to print. */
export function addPhotoGuideCommand(program: Command): void {
  program.command('photo-guide')
    .summary('write a page on how to take comparable photographs')
    .description('Writes one printable page with drawings on how to take photographs that can be compared, of heads and close-ups.')
    .option('--out <file>', 'write FILE.html (default: print the page)')
    .action(async ({ out }: { out?: string }) => {
      const { renderPhotoGuide } = await import('../report/guide/render-photo-guide.js');
      if (out === undefined) return printData(renderPhotoGuide());
      if (extname(out).toLowerCase() !== '.html') throw new AnalysisError('usage.invalid', `--out must end in .html; got ${JSON.stringify(basename(out).slice(-40))}.`);
      await prepareFolder(dirname(out), '--out');
      await writeWhole(out, renderPhotoGuide());
      await printText(`Guide: ${basename(out)}\n`);
    });
}
