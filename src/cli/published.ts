import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { AnalysisError, errorCodes } from '../errors.js';
import { printData, printText } from './output.js';

/** `trichoscore published`: what follows from the figures that trials have published. */
export function addPublishedCommand(program: Command): void {
  program.command('published')
    .summary('recompute the figures of published trials')
    .description('Converts the counts of published trials to hairs per cm², to percent and to the score of the arm mean, and says where a paper states too little for that.')
    .argument('[file]', 'table of arms; fixtures/trials.csv shows the columns (default: that one, and the case series beside it)')
    .option('--json', 'print every figure as JSON')
    .action(async (file: string | undefined, options: { json?: boolean }) => {
      const { readCaseSeries, readPublishedArms } = await import('../trial/read-published.js');
      const { comparePublishedArms, derivePublishedArm } = await import('../trial/derive-published.js');
      const { describeCaseSeries } = await import('../trial/describe-case-series.js');
      const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
      const papers = await readPublishedArms(file ?? fixture('trials.csv')).catch((error: unknown) => { throw withHint(error); });
      const published = {
        schemaVersion: 1, arms: papers.map(derivePublishedArm), comparisons: comparePublishedArms(papers),
        caseSeries: file === undefined ? describeCaseSeries(await readCaseSeries(fixture('case-series.csv'))) : null,
      };
      if (options.json) await printData(`${JSON.stringify(published)}\n`);
      else await printText((await import('./text/published-text.js')).writePublished(published));
    });
}

/** The same refusal, with what helps here, where it says nothing itself: the usual hint speaks of the folder of a batch. */
function withHint(error: unknown): unknown {
  if (!(error instanceof AnalysisError) || error.hint !== errorCodes[error.code].hint) return error;
  return new AnalysisError(error.code, error.message, { hint: 'Check the spelling and the columns: fixtures/trials.csv of the package is such a table.', cause: error });
}
