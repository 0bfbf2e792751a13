import { printMessage } from './output.js';

/** Tells a person on stderr how far a run is. */
export interface Progress {
  /** One more photograph is done; `line` says how it went. */
  advance(line: string): void;
  finish(): void;
}

/** A bar on a terminal; elsewhere a plain line for each photograph, so that a log can be read. */
export async function startProgress(total: number): Promise<Progress> {
  let done = 0;
  if (!process.stderr.isTTY || total < 2) {
    return { advance: (line) => printMessage(total < 2 ? line : `${++done}/${total} ${line}`), finish: () => undefined };
  }
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({ stream: process.stderr, clearOnComplete: true, hideCursor: true, format: '{bar} {value}/{total} {line}', barsize: 24 }, cliProgress.Presets.shades_classic);
  bar.start(total, 0, { line: '' });
  return { advance: (line) => bar.update(++done, { line }), finish: () => bar.stop() };
}
