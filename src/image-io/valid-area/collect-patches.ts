/**
 * Groups marked pixels that touch by an edge or a corner.
 * @param marked  1 for a marked pixel, 0 otherwise; emptied on the way.
 * @returns Indices of each group's pixels, groups in reading order of their first pixel.
 */
export function collectPatches(marked: Uint8Array, width: number, fewestPixels: number): number[][] {
  const patches: number[][] = [];
  // Hardly a pixel is marked, and the engine finds the next one quicker than a loop does.
  for (let start = marked.indexOf(1); start >= 0; start = marked.indexOf(1, start + 1)) {
    const members = [start];
    marked[start] = 0;
    for (let k = 0; k < members.length; k++) {
      const at = members[k], column = at % width;
      for (let down = -width; down <= width; down += width) {
        for (let across = -1; across <= 1; across++) {
          const next = at + down + across;
          if (next < 0 || next >= marked.length || column + across < 0 || column + across >= width || marked[next] === 0) continue;
          marked[next] = 0;
          members.push(next);
        }
      }
    }
    if (members.length >= fewestPixels) patches.push(members);
  }
  return patches;
}
