import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import type { ReadingScale } from '../trial/read-ratings.js';
import { printData, printMessage, printText } from './output.js';

interface AgreementOptions {
  computed?: string;
  scale?: string;
  json?: boolean;
}

/** `trichoscore agreement FILE`: how well readers agree with each other, with themselves and with the computed score. */
export function addAgreementCommand(program: Command): void {
  program.command('agreement')
    .summary('agreement of readers with each other, with themselves and with the computed score')
    .description('Reads a table with the columns subject, visit, rater and score (or value, for counts), optionally target_area, role (adjudicators stand in pairs alone) and occasion (2 for a second look).')
    .argument('<file>', 'CSV table of ratings')
    .option('--computed <dir>', 'folder that batch wrote: the supported score of its scores.csv is compared, too')
    .option('--scale <scale>', 'score (-3 to 3), 1-7, or number (default: by the column)')
    .option('--json', 'print every figure as JSON')
    .action(async (file: string, options: AgreementOptions) => {
      const { analyseAgreement } = await import('../trial/analyse-agreement.js');
      const { readingScales, readReadings } = await import('../trial/read-ratings.js');
      if (options.scale !== undefined && !(readingScales as readonly string[]).includes(options.scale)) {
        throw new AnalysisError('usage.invalid', `--scale is one of ${readingScales.join(', ')}; got ${JSON.stringify(options.scale.slice(0, 40))}.`);
      }
      const readings = await readReadings(file, options.scale as ReadingScale | undefined, printMessage);
      const { explainSimulation, findSimulated } = await import('../trial/simulation-mark.js');
      const simulated = (await findSimulated(dirname(file))).has(basename(file)), origins = new Set([explainSimulation({ simulated })]);
      let computed = new Map<string, number>();
      if (options.computed !== undefined) {
        if (readings.scale === 'number') throw new AnalysisError('usage.invalid', '--computed compares scores; this table holds numbers.');
        const { readTrialFolder } = await import('../trial/read-trial-folder.js');
        const { joinComputed } = await import('../trial/join-computed.js');
        const { readTraced } = await import('../trial/trace-tables.js');
        const { data: { scores, remarks = [] }, traced } = await readTraced(options.computed, readTrialFolder);
        origins.add(explainSimulation(traced));
        for (const remark of remarks) printMessage(remark);
        computed = joinComputed(scores, readings.readings);
      }
      for (const origin of origins) if (origin !== null) printMessage(origin);
      const result = analyseAgreement(readings, computed);
      if (options.json) await printData(`${JSON.stringify(result)}\n`);
      else await printText((await import('./text/agreement-text.js')).writeAgreement(result));
    });
}
