import { withoutCurvedMarks } from './curved-marks.js';

/** The name of a column as our tables write it: capital letters, and spaces or hyphens for underscores, make no difference. */
export function plainColumn(cell: string): string {
  return withoutCurvedMarks(cell).trim().toLowerCase().replace(/[\s-]+/g, '_');
}
