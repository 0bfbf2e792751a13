import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { AnalysisError } from '../errors.js';

/**
 * Asks twice without showing what is typed; where the standard input is no terminal, its first line is the password.
 * @throws AnalysisError `usage.invalid` when both differ or there is none.
 */
export async function readPassword(): Promise<string> {
  const isTerminal = process.stdin.isTTY;
  const silent = new Writable({ write: (_chunk, _encoding, done) => { done(); } });
  const lines = createInterface({ input: process.stdin, ...(isTerminal ? { output: silent } : {}), terminal: isTerminal });
  const waiting = lines[Symbol.asyncIterator]();
  const next = async (question: string): Promise<string> => {
    if (isTerminal) process.stderr.write(question);
    const { value, done } = await waiting.next();
    if (isTerminal) process.stderr.write('\n');
    return done === true ? '' : value;
  };
  try {
    const password = await next('Password (not shown): ');
    if (password === '') throw new AnalysisError('usage.invalid', 'No password was given.', { hint: 'Type it when asked, or send it as the first line of the standard input.' });
    if (isTerminal && await next('The same again: ') !== password) throw new AnalysisError('usage.invalid', 'Both passwords differ.', { hint: 'Try again.' });
    return password;
  } finally {
    lines.close();
  }
}
