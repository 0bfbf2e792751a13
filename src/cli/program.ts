import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { printHelp } from './output.js';
import { toPlainText } from './plain-text.js';
import { refuseRepeatedOptions } from './refuse-repeated-options.js';

/** In the order of `--help`. Each is loaded when it is needed: loading all of them costs more than a small batch that the cache answers. */
const commands: readonly { names: readonly string[]; load: () => Promise<(program: Command) => void> }[] = [
  { names: ['measure'], load: async () => (await import('./measure.js')).addMeasureCommand },
  { names: ['score'], load: async () => (await import('./score.js')).addScoreCommand },
  { names: ['serve'], load: async () => (await import('./serve.js')).addServeCommand },
  { names: ['worker'], load: async () => (await import('./worker.js')).addWorkerCommand },
  { names: ['account'], load: async () => (await import('./account.js')).addAccountCommand },
  { names: ['sample'], load: async () => (await import('./sample.js')).addSampleCommand },
  { names: ['verify'], load: async () => (await import('./verify.js')).addVerifyCommand },
  { names: ['backup', 'restore'], load: async () => (await import('./backup.js')).addBackupCommands },
  { names: ['erase'], load: async () => (await import('./erase.js')).addEraseCommand },
  { names: ['retention'], load: async () => (await import('./retention.js')).addRetentionCommand },
  { names: ['batch'], load: async () => (await import('./batch.js')).addBatchCommand },
  { names: ['manifest'], load: async () => (await import('./manifest.js')).addManifestCommand },
  { names: ['evaluate'], load: async () => (await import('./evaluate.js')).addEvaluateCommand },
  { names: ['trial'], load: async () => (await import('./trial.js')).addTrialCommand },
  { names: ['trial-simulate'], load: async () => (await import('./trial-simulate.js')).addTrialSimulateCommand },
  { names: ['trial-export'], load: async () => (await import('./trial-export.js')).addTrialExportCommand },
  { names: ['reading'], load: async () => (await import('./reading.js')).addReadingCommand },
  { names: ['agreement'], load: async () => (await import('./agreement.js')).addAgreementCommand },
  { names: ['published'], load: async () => (await import('./published.js')).addPublishedCommand },
  { names: ['phantom'], load: async () => (await import('./phantom.js')).addPhantomCommand },
  { names: ['qualify'], load: async () => (await import('./qualify.js')).addQualifyCommand },
  { names: ['photo-guide'], load: async () => (await import('./photo-guide.js')).addPhotoGuideCommand },
  { names: ['demo'], load: async () => (await import('./demo.js')).addDemoCommand },
];

/**
 * The command line. Each command loads what it needs when it runs, so that `--help` loads neither the network nor the
 * photograph reader. Throws CommanderError instead of ending the process.
 *
 * @param typed  The command that was typed: where there is such a one it is all that the program then has. Default: every command.
 */
export async function createProgram(typed?: string): Promise<Command> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const program = new Command('trichoscore')
    .description('Measures the hair on photographs of a scalp and how it changed between them.\nIt documents images; it is not a diagnosis and recommends no treatment.')
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: () => undefined,
      writeOut: printHelp,
      writeErr: (text) => process.stderr.write(process.stderr.isTTY ? text : toPlainText(text)),
    })
    .addHelpText('after', '\nExit codes: 0 all measured, 1 nothing could be done, 2 wrong usage, 3 some photographs or comparisons failed.');
  const meant = commands.filter(({ names }) => typed !== undefined && names.includes(typed));
  for (const add of await Promise.all((meant.length > 0 ? meant : commands).map(({ load }) => load()))) add(program);
  refuseRepeatedOptions(program);
  return program;
}
