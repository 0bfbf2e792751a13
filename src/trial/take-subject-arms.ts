import { AnalysisError } from '../errors.js';
import { noArm, type SubjectRow } from './trial-data.js';

/** A table with the line in which each of its rows stands. */
export interface LocatedTable<T> {
  file: string;
  rows: readonly T[];
  lines: readonly number[];
}

/** More contradictions than this are counted, not listed. */
const mostListed = 20;

/**
 * Rows that name no arm take the one that subjects.csv gives their subject.
 *
 * @throws AnalysisError `trial.invalid` where the two contradict each other: every subject once, with both lines.
 */
export function takeSubjectArms(subjects: LocatedTable<SubjectRow>, tables: readonly LocatedTable<{ subject: string; arm: string }>[]): void {
  const assigned = new Map(subjects.rows.map(({ subject, arm }, at) => [subject, { arm, line: subjects.lines[at] }]));
  const contradictions = new Map<string, string>();
  for (const { file, rows, lines } of tables) {
    for (const [at, row] of rows.entries()) {
      const own = assigned.get(row.subject);
      if (own === undefined || own.arm === '') continue;
      if (row.arm === '' || row.arm === noArm) row.arm = own.arm;
      else if (row.arm !== own.arm && !contradictions.has(row.subject)) {
        contradictions.set(row.subject, `${subjects.file}, line ${own.line}, column arm: the subject ${quote(row.subject)} is in the arm ${quote(own.arm)} here and in ${quote(row.arm)} in ${file}, line ${lines[at]}, column arm.`);
      }
    }
  }
  if (contradictions.size === 0) return;
  const listed = [...contradictions.values()].slice(0, mostListed), more = contradictions.size - listed.length;
  throw new AnalysisError('trial.invalid', `${listed.join('\n')}${more === 0 ? '' : `\nand ${more} more subjects`}`, { hint: `Correct one of the two (arms of the photographs in the manifest, then run the batch again). Where areas of one person are in different arms, leave the arm in ${subjects.file} empty.` });
}

const quote = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
