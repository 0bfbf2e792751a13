import { type Markup, markup } from '../markup.js';
import type { MeasurementCell, MeasurementTable } from '../view/describe-measurements.js';

function cell(content: MeasurementCell): Markup {
  if (!content.given) return markup`<td class="figure quiet">not given<sup><span class="for-ears">, reason </span>${content.reason}</sup></td>`;
  return markup`<td class="figure">${content.value}${content.interval === null ? null : markup`<br><span class="quiet small">${content.interval}</span>`}</td>`;
}

/** The measurements before and after. What is not given carries the number of its reason below the table. */
export function drawMeasurementTable(table: MeasurementTable, names: readonly [string, string], intervalName: string): Markup {
  const groups = table.groups.map((group) => markup`<tbody><tr class="group"><th scope="colgroup" colspan="4">${group.heading}</th></tr>${group.rows.map((row) => markup`
<tr data-field="${row.field}"${row.isPart ? markup` class="part"` : null}><th scope="row">${row.label} <span class="quiet small">${row.unit}</span></th>${cell(row.before)}${cell(row.after)}<td class="figure">${row.difference ?? markup`<span class="quiet" aria-hidden="true">–</span><span class="for-ears">none</span>`}</td></tr>`)}</tbody>
`);
  const reasons = table.reasons.length === 0 ? null : markup`<p class="why"><strong>Why values are not given</strong></p><ol class="notes">${table.reasons.map((reason) => markup`<li>${reason}</li>`)}</ol>`;
  return markup`<table class="measurements"><caption>Values with their ${intervalName} below them; ${table.comparable ? 'differences are taken before rounding' : 'no differences, because the photographs cannot be compared'}</caption>
<thead><tr><th scope="col">Measurement</th><th scope="col" class="figure"><bdi>${names[0]}</bdi></th><th scope="col" class="figure"><bdi>${names[1]}</bdi></th><th scope="col" class="figure">Difference</th></tr></thead>
${groups}</table>
${reasons}`;
}
