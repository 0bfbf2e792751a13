import { readFile, readlink } from 'node:fs/promises';

/** When a process was started, in the ticks of this boot; null where the system does not say (it is Linux that does) or there is no such process. */
export async function readProcessStart(pid: number): Promise<string | null> {
  return (await readStatus(pid))?.start ?? null;
}

/** Within what process numbers mean the same: this boot of this machine and, in a container, the container. Null where the system does not say. */
export async function readProcessSpace(): Promise<string | null> {
  try {
    return `${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return null;
  }
}

/**
 * Whether a process of this machine still runs.
 * @param start  Its start, as `readProcessStart` gave it: numbers are given anew. Null where nobody knows.
 */
export async function isRunning(pid: number, start: string | null): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One of another account may not be asked, but is there.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const status = await readStatus(pid);
  if (status === null) return true;
  // A zombie has ended; only its parent has not asked for it yet.
  return status.state !== 'Z' && (start === null || status.start === start);
}

/** The name of a process, in brackets, may hold anything; the fields after it are counted from its end. */
async function readStatus(pid: number): Promise<{ state: string; start: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? null : { state: fields[0]!, start: fields[19]! };
}
