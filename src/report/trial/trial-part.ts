/** A table as it is printed and drawn: the first column is text, the others are figures. */
export interface TrialTable {
  caption: string;
  columns: string[];
  rows: string[][];
}

export type FigureName = 'meanChange' | 'waterfall' | 'scores' | 'courses';

/** A part of what is said about a target area. */
export interface TrialPart {
  key: string;
  title: string;
  sentences: string[];
  tables: TrialTable[];
  figure?: FigureName;
}
