import { rmSync } from 'node:fs';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const, folders = new Set<string>();

function removeAndEnd(signal: NodeJS.Signals): void {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // The others are to go all the same, and nobody is there to be told.
    }
  }
  folders.clear();
  for (const each of signals) process.off(each, removeAndEnd);
  // As it would have ended without us, for whoever started it.
  process.kill(process.pid, signal);
}

/**
 * Removes a folder also when somebody ends the program while it is in use (Ctrl-C, a job that took too long): no `finally` is reached then, and photographs of people would stay where nobody looks.
 * For commands alone; the application and workers end in order.
 * @returns To be called when the folder is gone or is to stay.
 */
export function removeWhenStopped(folder: string): () => void {
  if (folders.size === 0) for (const signal of signals) process.on(signal, removeAndEnd);
  folders.add(folder);
  return () => {
    folders.delete(folder);
    if (folders.size === 0) for (const signal of signals) process.off(signal, removeAndEnd);
  };
}
