import { mergedCell, notComputed } from './workbook-sheets.js';

/** Whether a cell shows what spreadsheets show where a formula went wrong, also in the CSV files that they write. */
export function isSpreadsheetError(cell: string): boolean {
  return /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|NOT COMPUTED!|MERGED!)$/i.test(cell);
}

/** What is wrong with such a cell and what to do. */
export function explainSpreadsheetError(cell: string): string {
  if (cell === mergedCell) return 'The cell is merged with others, and the first of them alone holds the value. Unmerge them and fill each in.';
  return cell === notComputed ? 'The cell holds a formula that was never computed. Open the table in a spreadsheet and save it, or write the value.'
    : `The cell shows ${JSON.stringify(cell)}, the error of a formula. Correct the formula, or write the value.`;
}
