import type { TableRow } from '../tables/table-row.js';
import type { ScoreRow } from './trial-data.js';

/**
 * Refuses a row of scores.csv whose columns contradict each other: one of them was edited, and nobody can say which. Figures may differ by what the digits
 * that were written leave open: tables that passed through a spreadsheet are often rounded.
 */
export function refuseContradictions(row: TableRow, score: ScoreRow): void {
  refuseOtherDays(row, score);
  if (score.errorCode !== '' || score.before === null || score.after === null) return;
  refuseOtherChange(row, score.before, score.after, score);
  refuseOtherInterval(row, score);
  refuseOtherScore(row, score);
}

const hint = 'Restore the row as it was written, or run the batch again.';

const dayMs = 86_400_000;

/** A visit before its own baseline is none after it: averaged with the others it would stand at a week below 0. Clocks and rounding may leave a day open. */
function refuseOtherDays(row: TableRow, { date, baselineDate, days }: ScoreRow): void {
  if (date === '' || baselineDate === '') return;
  const between = Math.round((Date.parse(date) - Date.parse(baselineDate)) / dayMs);
  if (between < 0) row.refuse('date', `${date} lies before the baseline on ${baselineDate}. Correct one of them, or leave the row out.`);
  else if (days !== null && Math.abs(days - between) > 1) row.refuse('days', `from ${baselineDate} to ${date} it is ${between} days, and here stands ${days}. Correct one of them.`);
}

/** Half a unit of the last digit that was written; of numbers with all their binary digits more than arithmetic leaves open, also of a program that keeps them in single precision. */
function halfDigit(row: TableRow, column: string): number {
  const text = row.digits(column), [digits, exponent = '0'] = text.toLowerCase().split('e');
  return Math.max(0.5 * 10 ** (Number(exponent) - (digits.split('.')[1]?.length ?? 0)), fullPrecision, singlePrecision * Math.abs(Number(text)));
}

/** Percent and densities are told to 4 digits behind the point; far below any of them. */
const fullPrecision = 1e-8;

/** Share of a number that 24 binary digits leave open: Stata and tables of measurements often keep no more, and write out the rest of what they then hold. */
const singlePrecision = 2 ** -24;

/** A last digit may have been cut off instead of rounded. */
const slack = 2.02;

function refuseOtherChange(row: TableRow, before: number, after: number, { changePercent, changeUnit }: ScoreRow): void {
  if (changePercent === null || (changeUnit === '%' && before === 0)) return;
  const expected = changeUnit === '%' ? 100 * (after / before - 1) : 100 * (after - before), [cellBefore, cellAfter] = [halfDigit(row, 'before'), halfDigit(row, 'after')];
  const open = changeUnit === '%' ? (100 / before) * (cellAfter + (after / before) * cellBefore) : 100 * (cellBefore + cellAfter);
  if (Math.abs(changePercent - expected) > slack * (open + halfDigit(row, 'change_percent'))) {
    row.refuse('change_percent', `the change is given as ${changePercent} ${changeUnit}, but from ${before} before to ${after} after it is ${Number(expected.toFixed(4))}. ${hint}`);
  }
}

function refuseOtherInterval(row: TableRow, { changePercent, changeLower, changeUpper }: ScoreRow): void {
  if (changePercent === null) return;
  const open = slack * halfDigit(row, 'change_percent');
  if (changeLower !== null && changeLower > changePercent + open + slack * halfDigit(row, 'change_lower')) row.refuse('change_lower', `the interval begins at ${changeLower}, above the change of ${changePercent}. ${hint}`);
  if (changeUpper !== null && changeUpper < changePercent - open - slack * halfDigit(row, 'change_upper')) row.refuse('change_upper', `the interval ends at ${changeUpper}, below the change of ${changePercent}. ${hint}`);
}

/** The supported score is the nominal one where the interval leaves 0 out, else 0. */
function refuseOtherScore(row: TableRow, { before, after, nominal, supported, changeLower, changeUpper }: ScoreRow): void {
  if (nominal !== null && nominal * (after! - before!) < 0) row.refuse('score_nominal', `the score is ${nominal}, but ${before} before and ${after} after are ${after! > before! ? 'an increase' : 'a decrease'}. ${hint}`);
  if (nominal === null || supported === null) return;
  const known = changeLower !== null && changeUpper !== null;
  const excludes = known && (changeLower > slack * halfDigit(row, 'change_lower') || changeUpper < -slack * halfDigit(row, 'change_upper'));
  const includes = known && changeLower < -slack * halfDigit(row, 'change_lower') && changeUpper > slack * halfDigit(row, 'change_upper');
  const refuse = (why: string): void => { row.refuse('score_supported', `the supported score is ${supported}, but ${why}. ${hint}`); };
  if (supported !== 0 && supported !== nominal) refuse(`the nominal score is ${nominal}, and it is that or 0`);
  else if (supported !== 0 && includes) refuse(`the interval from ${changeLower} to ${changeUpper} holds 0, and then it is 0`);
  else if (supported === 0 && nominal !== 0 && excludes) refuse(`the interval from ${changeLower} to ${changeUpper} leaves 0 out, and then it is the nominal score ${nominal}`);
}
