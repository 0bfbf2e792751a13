#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { CommanderError } from 'commander';
import { AnalysisError } from '../errors.js';
import { exitCodeOfError, exitCodes } from './exit-codes.js';
import { printError, toAnalysisError, watchOutput } from './output.js';
import { createProgram } from './program.js';
import { suggestOptions } from './suggest-options.js';

/** What commander refused, in one line, with the options that may have been meant. */
function explain({ code, message }: CommanderError): string {
  const line = message.replace(/^error: /, '').replace(/\n/g, ' '), typed = /unknown option '(-[^']*)'/.exec(line)?.[1];
  if (code !== 'commander.unknownOption' || typed === undefined || line.includes('Did you mean')) return line;
  const command = program.commands.find((one) => one.name() === process.argv[2]);
  const meant = command === undefined ? [] : suggestOptions(command, typed);
  return meant.length === 0 ? line : `${line} (Did you mean ${meant.join(' or ')}?)`;
}

/** Paths are looked for from the folder that the program was started in; when that is removed, not even a message of ours could be told from a fault. */
function refuseVanishedFolder(): void {
  try {
    process.cwd();
  } catch {
    printError(new AnalysisError('usage.invalid', 'The folder in which the program was started is no longer there.', { hint: 'Change to another folder and start it again.' }));
    process.exit(exitCodes.wrongUsage);
  }
}

/** Somebody who names a photograph that begins with a dash is told how. */
function hintFor({ code, message }: CommanderError): { hint: string } | undefined {
  const typed = code === 'commander.unknownOption' ? /unknown option '(-[^']*)'/.exec(message)?.[1] : undefined;
  return typed !== undefined && existsSync(typed) ? { hint: 'A file whose name begins with a dash is named with ./ before it.' } : undefined;
}

watchOutput();
refuseVanishedFolder();
const program = await createProgram(process.argv[2]);
try {
  await program.parseAsync();
} catch (caught) {
  if (caught instanceof CommanderError) {
    process.exitCode = caught.exitCode === 0 ? 0 : exitCodes.wrongUsage;
    if (caught.exitCode !== 0 && caught.code !== 'commander.help') {
      printError(new AnalysisError('usage.invalid', explain(caught), hintFor(caught)));
    }
    // Help on a command that there is not: commander shows the list of commands and does not say why.
    const [asked, topic] = process.argv.slice(2);
    if (caught.exitCode !== 0 && caught.code === 'commander.help' && asked === 'help' && topic !== undefined) printError(new AnalysisError('usage.invalid', `unknown command '${topic}'`));
  } else {
    const error = toAnalysisError(caught);
    process.exitCode = exitCodeOfError(error.code);
    printError(error);
  }
}
