import { readFile } from 'node:fs/promises';

/** Memory of a process and all below it, MB; shared pages count once. 0 once it has ended. */
export async function treeMemory(pid) {
  try {
    const pss = /^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8'));
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').filter((child) => child !== '');
    return Number(pss?.[1] ?? 0) / 1024 + (await Promise.all(children.map(treeMemory))).reduce((sum, each) => sum + each, 0);
  } catch {
    return 0;
  }
}
