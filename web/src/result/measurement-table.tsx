import type { VNode } from 'preact';
import type { MeasurementCell, MeasurementTable as Table } from '../../../src/report/view/describe-measurements.js';

/** The measurements before and after; what is not given carries the number of its reason below the table. */
export function MeasurementTable({ table, names, intervalName }: { table: Table; names: readonly [string, string]; intervalName: string }): VNode {
  return (
    <>
      <div class="scroll" tabIndex={0} role="group" aria-label="Table of measurements">
        <table class="measurements">
          <caption>Values with their {intervalName} below them; {table.comparable ? 'differences are taken before rounding' : 'no differences, because the photographs cannot be compared'}</caption>
          <thead><tr><th scope="col">Measurement</th><th scope="col" class="figure"><bdi>{names[0]}</bdi></th><th scope="col" class="figure"><bdi>{names[1]}</bdi></th><th scope="col" class="figure">Difference</th></tr></thead>
          {table.groups.map(({ heading, rows }) => (
            <tbody key={heading}>
              <tr class="group"><th scope="colgroup" colSpan={4}>{heading}</th></tr>
              {rows.map(({ field, label, unit, isPart, before, after, difference }) => (
                <tr key={field} class={isPart ? 'part' : undefined}>
                  <th scope="row">{label} <span class="quiet small">{unit}</span></th><Cell cell={before} /><Cell cell={after} /><td class="figure">{difference ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {table.reasons.length > 0 && <><p class="why"><strong>Why values are not given</strong></p><ol class="notes">{table.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ol></>}
    </>
  );
}

function Cell({ cell }: { cell: MeasurementCell }): VNode {
  if (!cell.given) return <td class="figure quiet">not given<sup><span class="for-ears">, reason </span>{cell.reason}</sup></td>;
  return <td class="figure">{cell.value}{cell.interval !== null && <><br /><span class="quiet small">{cell.interval}</span></>}</td>;
}
