import type { BatchSummary } from '../../batch/batch-request.js';
import { describeRepeatedFiles } from '../../batch/output/repeated-files.js';
import type { FailedRow } from '../../batch/output/row-outcome.js';
import type { NamedRows } from '../../batch/output/write-results.js';
import type { ErrorCode } from '../../errors.js';
import { countThings } from './count-things.js';

/** How a batch ended, for a person: what was measured and compared, what was not and why, by rows. */
export function describeBatch({ rows, measured, fresh, failures, failedComparisons, compared, refused, damagedEntries, resumed, unfit, repeated }: BatchSummary, seconds: number, out: string): string {
  const lines = [`${measured} of ${countThings(rows, 'photograph')} measured; ${compared} compared with a baseline. ${describeSeconds(seconds)}.${fresh < rows ? ` ${countThings(rows - fresh, 'row was', 'rows were')} answered ${resumed ? 'before this run or ' : ''}from the cache.` : ''}`];
  if (damagedEntries > 0) lines.push(`${countThings(damagedEntries, 'damaged entry', 'damaged entries')} of the cache ${damagedEntries === 1 ? 'was' : 'were'} computed again.`);
  if (unfit.count > 0) lines.push(`${unfit.count} of them ${unfit.count === 1 ? 'is' : 'are'} not fit to give figures: ${nameRows(unfit)}. report.html says what to change; photograph again.`);
  if (refused.count > 0) lines.push(`${countThings(refused.count, 'follow-up')} cannot honestly be compared with the baseline: ${nameRows(refused)}. report.html and scores.csv say why.`);
  const filedTwice = describeRepeatedFiles(repeated);
  if (filedTwice !== null) lines.push(filedTwice);
  lines.push(...listByCode(failures));
  if (failedComparisons.length > 0) lines.push(`${countThings(failedComparisons.length, 'comparison')} failed, although both photographs were measured; the next run tries again:`, ...listByCode(failedComparisons));
  lines.push(`Results: report.html and the tables in ${out}.`);
  return lines.join('\n');
}

/** One line a code: its rows, and how to mend them. */
function listByCode(failed: readonly FailedRow[]): string[] {
  const byCode = new Map<ErrorCode, { rows: number[]; hint: string }>();
  for (const { row, refusal } of failed) {
    const group = byCode.get(refusal.code) ?? { rows: [], hint: refusal.hint };
    group.rows.push(row.row);
    byCode.set(refusal.code, group);
  }
  return [...byCode].map(([code, group]) => `${code}: ${nameRows({ count: group.rows.length, rows: group.rows.slice(0, 20) })}. ${group.hint}`);
}

function nameRows({ count: all, rows }: NamedRows): string {
  return `row${all === 1 ? '' : 's'} ${rows.join(', ')}${all > rows.length ? ` and ${all - rows.length} more` : ''}`;
}

/** 75 → "1 min 15 s". */
function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor((whole % 3600) / 60);
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`;
}
