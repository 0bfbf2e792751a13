import { quoteCell } from '../tables/quote-cell.js';
import { type LocatedRow, noArm, type SubjectRow } from './trial-data.js';

/**
 * Rows that name no arm take the one that subjects.csv gives their subject. Where the two contradict each other the row of the subject is refused, once,
 * naming both.
 */
export function takeSubjectArms(subjects: readonly LocatedRow<SubjectRow>[], tables: readonly (readonly LocatedRow<{ subject: string; arm: string }>[])[]): void {
  const assigned = new Map(subjects.map((own) => [own.value.subject, own]));
  for (const { row, value } of tables.flat()) {
    const own = assigned.get(value.subject);
    if (own === undefined || own.value.arm === '') continue;
    if (value.arm === '' || value.arm === noArm) value.arm = own.value.arm;
    else if (value.arm !== own.value.arm && value.subject !== '') {
      own.row.refuse('arm', `the subject ${quoteCell(value.subject)} is in the arm ${quoteCell(own.value.arm)} here and in ${quoteCell(value.arm)} in ${row.place('arm')}. Correct one of the two (arms of the photographs in the manifest, then run the batch again); where areas of one person are in different arms, leave the arm here empty.`);
    }
  }
}
