import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addAccountCommand } from './account.js';
import { addBackupCommands } from './backup.js';
import { addBatchCommand } from './batch.js';
import { addEraseCommand } from './erase.js';
import { addAgreementCommand } from './agreement.js';
import { addDemoCommand } from './demo.js';
import { addEvaluateCommand } from './evaluate.js';
import { addManifestCommand } from './manifest.js';
import { addMeasureCommand } from './measure.js';
import { addPhantomCommand } from './phantom.js';
import { addPublishedCommand } from './published.js';
import { addPhotoGuideCommand } from './photo-guide.js';
import { addQualifyCommand } from './qualify.js';
import { addReadingCommand } from './reading.js';
import { addVerifyCommand } from './verify.js';
import { toPlainText } from './plain-text.js';
import { refuseRepeatedOptions } from './refuse-repeated-options.js';
import { addSampleCommand } from './sample.js';
import { addRetentionCommand } from './retention.js';
import { addScoreCommand } from './score.js';
import { addTrialCommand } from './trial.js';
import { addTrialExportCommand } from './trial-export.js';
import { addTrialSimulateCommand } from './trial-simulate.js';
import { addServeCommand } from './serve.js';
import { addWorkerCommand } from './worker.js';

/**
 * The command line. Each command loads what it needs when it runs, so that `--help` loads neither the network nor the
 * photograph reader. Throws CommanderError instead of ending the process.
 */
export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const program = new Command('trichoscore')
    .description('Measures the hair on photographs of a scalp and how it changed between them.\nIt documents images; it is not a diagnosis and recommends no treatment.')
    .version(version)
    .exitOverride()
    .configureOutput({
      outputError: () => undefined,
      writeOut: (text) => process.stdout.write(process.stdout.isTTY ? text : toPlainText(text)),
      writeErr: (text) => process.stderr.write(process.stderr.isTTY ? text : toPlainText(text)),
    })
    .addHelpText('after', '\nExit codes: 0 all measured, 1 nothing could be done, 2 wrong usage, 3 some photographs failed.');
  addMeasureCommand(program);
  addScoreCommand(program);
  addServeCommand(program);
  addWorkerCommand(program);
  addAccountCommand(program);
  addSampleCommand(program);
  addVerifyCommand(program);
  addBackupCommands(program);
  addEraseCommand(program);
  addRetentionCommand(program);
  addBatchCommand(program);
  addManifestCommand(program);
  addEvaluateCommand(program);
  addTrialCommand(program);
  addTrialSimulateCommand(program);
  addTrialExportCommand(program);
  addReadingCommand(program);
  addAgreementCommand(program);
  addPublishedCommand(program);
  addPhantomCommand(program);
  addQualifyCommand(program);
  addPhotoGuideCommand(program);
  addDemoCommand(program);
  refuseRepeatedOptions(program);
  return program;
}
