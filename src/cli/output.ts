import { fstatSync, writeSync } from 'node:fs';
import { AnalysisError, type ErrorCode } from '../errors.js';
import { tooManyOpen } from '../files/too-many-open.js';
import { showTypedText } from '../report/view/typed-text.js';
import { exitCodes } from './exit-codes.js';
import { toPlainText } from './plain-text.js';

/** Text for people on stdout; in ASCII unless stdout is a terminal. */
export function printText(text: string): Promise<void> {
  return write(process.stdout.isTTY ? text : toPlainText(text));
}

/** Results for programs on stdout, byte for byte. */
export function printData(text: string): Promise<void> {
  return write(text);
}

/** One line for people on stderr: progress, warnings, what went wrong. */
export function printMessage(text: string): void {
  process.stderr.write(`${process.stderr.isTTY ? text : toPlainText(text)}\n`);
}

/** A refusal on stderr: the code, the sentence, what to do. */
export function printError({ code, message, hint }: { code: ErrorCode; message: string; hint: string }, about?: string): void {
  printMessage(`${about === undefined ? '' : `${showTypedText(about)}: `}error ${code}: ${message}\n  ${hint}`);
}

/**
 * Any caught value as a refusal. What we did not foresee becomes `internal`, without its text, which could name folders;
 * with TRICHOSCORE_DEBUG=1 the stack goes to stderr.
 */
export function toAnalysisError(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  if (process.env['TRICHOSCORE_DEBUG'] === '1') console.error(error);
  const lack = tooManyOpen(error);
  if (lack !== null) return lack;
  const kind = error instanceof Error ? error.name : typeof error;
  return new AnalysisError('internal', `Something went wrong that the program does not know (${kind}).`, { cause: error });
}

/** What a command's `--help` says. */
export function printHelp(text: string): void {
  void write(process.stdout.isTTY ? text : toPlainText(text));
}

/** Where stdout can take no more, the process ends. */
export function watchOutput(): void {
  process.stdout.on('error', endUnwritable);
  // Messages that nobody reads end no service and no batch: results and the exit code tell what became of each photograph.
  process.stderr.on('error', () => undefined);
}

/** Quietly when the reader has gone (`| head`), with a message when the disk is full. Never with 0, because a row may be missing. */
function endUnwritable(error: NodeJS.ErrnoException): never {
  if (error.code !== 'EPIPE') printError(new AnalysisError('output.unwritable', `The results could not be written (${error.code ?? 'unknown'}).`));
  process.exit(exitCodes.nothingDone);
}

/** Waits until the text has left, so that a slow reader bounds the memory of a long run. */
async function write(text: string): Promise<void> {
  if (fstatSync(1).isFile()) writeToFile(Buffer.from(text));
  else await new Promise<void>((resolve) => { process.stdout.write(text, () => resolve()); });
}

/** Node's own stream writes to a file once and does not look how much of it was taken: on a disk that fills the rest would be missing without a word. */
function writeToFile(bytes: Uint8Array): void {
  try {
    for (let from = 0; from < bytes.length;) from += writeSync(1, bytes, from);
  } catch (caught) {
    endUnwritable(caught as NodeJS.ErrnoException);
  }
}
