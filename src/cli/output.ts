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

/**
 * Ends the process in a defined way when stdout can take no more: quietly when the reader has gone (`| head`),
 * with a message when the disk is full. Never with 0, because a row may be missing.
 */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      printError(new AnalysisError('output.unwritable', `The results could not be written (${error.code ?? 'unknown'}).`));
    }
    process.exit(exitCodes.nothingDone);
  });
  // Messages that nobody reads end no service and no batch: results and the exit code tell what became of each photograph.
  process.stderr.on('error', () => undefined);
}

/** Waits until the text has left, so that a slow reader bounds the memory of a long run. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}
