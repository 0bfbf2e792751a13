import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** Memory that opening a workbook may take beside its bytes; 100,000 rows need less. */
const mostMegabytes = 768;
/** Longer than any table takes, on a machine that does ten other things. */
const longestMs = 180_000;
/** Characters of all cells: a text that a workbook holds once and shows in each row is written anew for each of them on its way out of the thread. */
const mostCharacters = 100_000_000, exitCode = { unreadable: 1, tooMuch: 2 } as const;

/** Runs in the thread. Kept as text: the same file serves sources and build. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { readSheet } = require(workerData.module);
readSheet(Buffer.from(workerData.bytes), workerData.sheet).then((rows) => {
  let characters = 0;
  for (const row of rows) for (const cell of row) if (typeof cell === 'string') characters += cell.length;
  if (characters > ${mostCharacters}) process.exit(${exitCode.tooMuch});
  parentPort.postMessage(rows);
}, () => process.exit(${exitCode.unreadable}));
`;

export type SheetAnswer = { readonly rows: readonly (readonly unknown[])[] } | { readonly failed: 'unreadable' | 'tooMuch' };

/**
 * A sheet of a workbook, counted from 1, read in a thread whose memory and time are bounded: the library makes room for every cell up to the farthest one, so that
 * two cells in a file of 1,500 bytes can ask for more than any machine has.
 */
export function readSheetApart(bytes: Uint8Array, sheet: number): Promise<SheetAnswer> {
  return new Promise((resolve) => {
    const thread = new Worker(program, {
      eval: true, stdout: true, stderr: true, resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
      workerData: { bytes, sheet, module: createRequire(import.meta.url).resolve('read-excel-file/node') },
    });
    const answer = (found: SheetAnswer): void => {
      clearTimeout(limit);
      resolve(found);
      void thread.terminate();
    };
    const limit = setTimeout(() => answer({ failed: 'tooMuch' }), longestMs);
    thread.once('message', (rows: readonly (readonly unknown[])[]) => answer({ rows }));
    thread.once('error', ({ code }: NodeJS.ErrnoException) => answer({ failed: code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'tooMuch' : 'unreadable' }));
    thread.once('exit', (code) => answer({ failed: code === exitCode.tooMuch ? 'tooMuch' : 'unreadable' }));
  });
}
