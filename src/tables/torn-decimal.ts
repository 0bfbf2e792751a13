import type { SplitRow } from './split-cells.js';

/**
 * What may be one number with a decimal comma that the comma between cells has torn in two, where it begins at this place; null where that cannot be.
 *
 *     …,a.jpg,2,76,  →  2,76
 */
export function findTornAt({ cells, delimiter }: SplitRow, at: number): string | null {
  const [whole, decimals] = [cells[at]?.trim() ?? '', cells[at + 1]?.trim() ?? ''];
  return delimiter === ',' && /^[-+]?\d{1,4}$/.test(whole) && /^\d{1,6}$/.test(decimals) ? `${whole},${decimals}` : null;
}

/**
 * Why a row that is longer than its header cannot be read; null where it only ends in empty cells, as spreadsheets write them.
 * @param numbers  Places of columns that hold numbers; by default it may be any of them.
 */
export function explainLongRow(row: SplitRow, width: number, numbers: readonly number[] = [...row.cells.keys()]): string | null {
  const { cells } = row;
  if (cells.length <= width) return null;
  const torn = numbers.map((at) => findTornAt(row, at)).find((text) => text !== null) ?? null;
  if (torn === null && cells.slice(width).every((cell) => cell.trim() === '')) return null;
  return `The row has ${cells.length} cells and the header ${width}. ${torn === null ? 'Put cells that hold the delimiter in quotation marks.' : `Is ${torn} one number? Then write ${torn.replace(',', '.')}, or put it in quotation marks; else remove what is too much.`}`;
}
