import type { Paper } from './paper.js';

const gap = 24;

/** The first (0) or the second (1) of two columns of the paper. */
export function columnOf(paper: Paper, at = 0): Paper {
  const width = (paper.width - gap) / 2;
  return { ...paper, left: paper.left + at * (width + gap), width };
}

/** Two columns side by side; what comes next stands below the longer one. There has to be room for both on this page. */
export function writeColumns(paper: Paper, columns: readonly ((column: Paper) => void)[]): void {
  const { document } = paper, top = document.y;
  let bottom = top;
  for (const [at, write] of columns.entries()) {
    document.y = top;
    write(columnOf(paper, at));
    bottom = Math.max(bottom, document.y);
  }
  document.y = bottom;
}
