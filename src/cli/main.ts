#!/usr/bin/env node
import { CommanderError } from 'commander';
import { AnalysisError } from '../errors.js';
import { exitCodeOfError, exitCodes } from './exit-codes.js';
import { printError, toAnalysisError, watchOutput } from './output.js';
import { createProgram } from './program.js';

watchOutput();
try {
  await createProgram().parseAsync();
} catch (caught) {
  if (caught instanceof CommanderError) {
    process.exitCode = caught.exitCode === 0 ? 0 : exitCodes.wrongUsage;
    if (caught.exitCode !== 0 && caught.code !== 'commander.help') {
      printError(new AnalysisError('usage.invalid', caught.message.replace(/^error: /, '').replace(/\n/g, ' ')));
    }
  } else {
    const error = toAnalysisError(caught);
    process.exitCode = exitCodeOfError(error.code);
    printError(error);
  }
}
