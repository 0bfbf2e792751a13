import type { TimepointResult } from '../../domain/result.js';
import { drawLetterhead } from '../../report/html/letterhead.js';
import { openPage } from '../../report/html/open-page.js';
import { createStyleSheet } from '../../report/html/style-sheet.js';
import { type Markup, markup, type MarkupValue } from '../../report/markup.js';
import { digitsOfChange } from '../../report/view/change-digits.js';
import { type Clinic, describeLetterhead } from '../../report/view/describe-letterhead.js';
import { createNumberFormats } from '../../report/view/number-formats.js';
import { provisionalScoreSentence } from '../../report/view/terms.js';
import { showTypedText } from '../../report/view/typed-text.js';
import type { ArmVisit } from './arms-table.js';
import type { FailedRow, FailedRows, RowOutcome } from './row-outcome.js';
import { describeRepeatedFiles, type RepeatedFiles } from './repeated-files.js';

/** A page with more small pictures than this opens slowly; later rows are told in words and figures alone. */
export const mostThumbnails = 3000;

const style = `
.batch{max-width:78rem}
.batch td img{display:block;border-radius:2px;max-width:4.5rem;max-height:4.5rem;background:var(--tint)}
.batch .wide{overflow-x:auto}
.batch .wide+p,.batch table+p{margin-top:.75rem}
.batch .code{font:.75rem/1.4 ui-monospace,Consolas,monospace;color:var(--quiet)}
.batch td,.batch th{font-size:.875rem}
.batch td bdi{overflow-wrap:break-word}
.batch .whole-line{white-space:nowrap}
.batch .score{font-weight:600;white-space:nowrap}
@media print{.batch .wide{overflow:visible}.batch td img{max-width:14mm;max-height:14mm}}
`;

const formats = createNumberFormats('en');
const typed = (text: string): MarkupValue => markup`<bdi>${showTypedText(text)}</bdi>`;
const given = (value: number | null, digits = 0): string => (value === null ? '–' : formats.number(value, digits));

export interface PageFacts {
  readonly manifestName: string;
  readonly rows: number;
  readonly measured: number;
  readonly failed: number;
  /** Of those measured: looked at, and not fit to give figures. */
  readonly unfit: number;
  /** Follow-ups with a change. */
  readonly compared: number;
  /** Follow-ups that were looked at and cannot honestly be compared. */
  readonly refused: number;
  /** Photographs that stand in several rows. */
  readonly repeated: RepeatedFiles;
  readonly methodVersion: string;
  /** Above it hair is terminal. */
  readonly terminalThresholdUm: number;
}

/** The beginning of the page, up to the summary of the arms; with the letterhead of whoever hands it over. */
export function openBatchPage(facts: PageFacts, { failures, failedComparisons }: FailedRows, arms: readonly ArmVisit[], clinic: Clinic = {}): string {
  const repeated = describeRepeatedFiles(facts.repeated);
  const fact = (label: string, value: MarkupValue): Markup => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return markup`${openPage({ title: `Batch of ${facts.rows} photographs`, style: createStyleSheet() + style, pictures: true, aboutPeople: true })}<body>
<main class="batch">
<header>${drawLetterhead(describeLetterhead(clinic), clinic.clinicLogo)}<h1>Batch of photographs</h1><dl class="head-facts">${[
    fact('Manifest', typed(facts.manifestName)), fact('Photographs', facts.rows), fact('Measured', facts.measured),
    fact('Failed', facts.failed), ...(facts.unfit === 0 ? [] : [fact('Not fit to give figures', facts.unfit)]), fact('Compared with a baseline', facts.compared), ...(facts.refused === 0 ? [] : [fact('Could not be compared', facts.refused)]), ...(failedComparisons.length === 0 ? [] : [fact('Comparisons that failed', failedComparisons.length)]), fact('Terminal hair', `thicker than ${formats.significant(facts.terminalThresholdUm, 4)}\u00a0µm`), fact('Method', facts.methodVersion),
  ]}</dl></header>
<section><h2 id="failures">Photographs that could not be measured</h2>
${failures.length === 0 ? markup`<p>${facts.unfit === 0 ? 'None: every photograph was measured.' : 'None failed.'}</p>` : failureTable(failures)}${facts.unfit === 0 ? null : markup`<p>${facts.unfit === 1 ? 'One photograph is' : `${facts.unfit} photographs are`} not fit to give figures: what to change stands at the end of its row under <a href="#rows">Photographs</a>.</p>`}${repeated === null ? null : markup`<p>${repeated}</p>`}</section>
${failedComparisons.length === 0 ? null : markup`<section><h2 id="failed-comparisons">Comparisons that failed</h2>
<p>Both photographs were measured. The next run tries again.</p>
${failureTable(failedComparisons)}</section>`}
<section><h2 id="arms">Arms and visits</h2>
${armTable(arms)}
<p class="small quiet">Mean ± standard deviation of the photographs measured. Change against the baseline of each series, in hairs per cm², where a whole group carries the same endpoint. Scores are computed from the photographs; they are not an investigator's rating.${arms.some(({ endpoints }) => endpoints.has('coverage')) ? ` ${provisionalScoreSentence}` : ''}</p></section>
<section><h2 id="rows">Photographs</h2>
<div class="wide"><table>
<caption>In the order of the manifest. 95 % intervals in brackets.</caption>
<thead><tr><th scope="col">Photograph</th><th scope="col">Row</th><th scope="col">Subject</th><th scope="col">Area</th><th scope="col">Visit</th><th scope="col" class="figure">Hairs</th><th scope="col" class="figure">Hairs per cm²</th><th scope="col" class="figure">Covered</th><th scope="col" class="figure">Change</th><th scope="col">Score</th></tr></thead>
<tbody>
`.source;
}

function failureTable(failures: readonly FailedRow[]): Markup {
  return markup`<div class="wide"><table><thead><tr><th scope="col">Row</th><th scope="col">Subject</th><th scope="col">Visit</th><th scope="col">Photograph</th><th scope="col">Why</th><th scope="col">How to mend it</th></tr></thead>
<tbody>${failures.map(({ row, refusal }) => markup`<tr><td>${row.row}</td><td>${typed(row.subject)}</td><td>${typed(row.visit)}</td><td>${typed(row.photo)}</td><td>${refusal.message} <span class="code">${refusal.code}</span></td><td>${refusal.hint}</td></tr>
`)}</tbody></table></div>`;
}

function armTable(arms: readonly ArmVisit[]): Markup {
  const spread = ({ mean, deviation }: { mean: number | null; deviation: number | null }, digits = 0): string =>
    (mean === null ? '–' : `${formats.number(mean, digits)}${deviation === null ? '' : ` ± ${formats.number(deviation, digits)}`}`);
  const scores = [-3, -2, -1, 0, 1, 2, 3];
  return markup`<div class="wide"><table><thead><tr><th scope="col">Arm</th><th scope="col">Area</th><th scope="col">Visit</th><th scope="col" class="figure">Measured</th><th scope="col" class="figure">Hairs per cm²</th><th scope="col" class="figure">Compared</th><th scope="col" class="figure">Change</th><th scope="col" class="figure">Change, %</th>${scores.map((score) => markup`<th scope="col" class="figure">${formats.signed(score)}</th>`)}</tr></thead>
<tbody>${arms.map((group) => {
    const { arm, targetArea, view, visit, rows, measured, compared, spreads, endpoints } = group, one = endpoints.size === 1 && !endpoints.has('hairCount') && !endpoints.has('coverage');
    return markup`<tr><td>${arm === '' ? '–' : typed(arm)}</td><td>${typed(targetArea)}${view === '' ? null : markup`, ${typed(view)}`}</td><td>${typed(visit)}</td><td class="figure">${measured} of ${rows}</td><td class="figure">${spread(spreads.densityPerCm2)}</td><td class="figure">${compared}</td><td class="figure">${one ? spread(spreads.change, 1) : '–'}</td><td class="figure">${endpoints.size === 1 ? spread(spreads.percentChange, 1) : '–'}${endpoints.size === 1 && endpoints.has('coverage') ? ' points' : ''}</td>${scores.map((score) => markup`<td class="figure">${compared === 0 ? '–' : group.scores.get(score) ?? 0}</td>`)}</tr>
`;
  })}</tbody></table></div>`;
}

/** One photograph, a row of the page's last table. */
export function writePageRow({ row, measured, refusal, comparison }: RowOutcome, withPicture: boolean): string {
  const picture = measured === null || !withPicture ? null
    : markup`<img loading="lazy" alt="Photograph of row ${row.row}" src="data:image/jpeg;base64,${measured.thumbnail}">`;
  const visit = markup`<td>${row.row}</td><td>${typed(row.subject)}</td><td>${typed(row.targetArea)}${row.view === '' ? null : markup`, ${typed(row.view)}`}</td><td>${typed(row.visit)}<br><span class="quiet whole-line">${row.date}</span></td>`;
  if (measured === null) return markup`<tr><td></td>${visit}<td colspan="5">${refusal?.message ?? ''} <span class="code">${refusal?.code ?? ''}</span></td></tr>
`.source;
  const { measurements, intervals, quality } = measured.result, density = intervals['densityPerCm2'];
  const densityText = markup`${given(measurements.densityPerCm2)}${density === undefined ? null : markup`<br><span class="quiet whole-line">(${formats.range(density)})</span>`}`;
  return markup`<tr><td>${picture}</td>${visit}<td class="figure">${given(measurements.hairCount)}</td><td class="figure">${densityText}</td><td class="figure">${measurements.coverage === null ? '–' : formats.percent(100 * measurements.coverage)}</td>${quality.usable ? describeComparison(comparison, whyUncounted(measured.result)) : markup`<td colspan="2">Not fit to be measured: ${quality.checks.filter((check) => !check.passed).map((check) => check.message).join(' ')}</td>`}</tr>
`.source;
}

/** Why a photograph that is fit to be measured has no count or density; null where it has both. */
function whyUncounted({ kind, measurements, issues }: TimepointResult): string | null {
  if (kind === 'global') return null;
  if (measurements.hairCount !== null && measurements.densityPerCm2 !== null) return null;
  const field = measurements.hairCount === null ? 'measurements.hairCount' : 'measurements.densityPerCm2';
  return (issues.find((issue) => issue.field === field) ?? issues[0])?.message ?? null;
}

function describeComparison(comparison: RowOutcome['comparison'], uncounted: string | null): Markup {
  if (comparison.state === 'baseline') return markup`<td colspan="2"><span class="quiet">baseline</span>${uncounted === null ? null : markup`. ${uncounted}`}</td>`;
  if (comparison.state === 'notCompared') return markup`<td colspan="2">${comparison.message}</td>`;
  const { change, globalAssessment, warnings } = comparison.stored;
  if (change === null) return markup`<td colspan="2">${warnings[0]?.message ?? 'The two photographs cannot be compared.'}</td>`;
  const inPoints = change.unit === 'percentagePoints';
  const digits = digitsOfChange(change, globalAssessment?.preset ?? 'standard', inPoints ? formats.signed : formats.signedPercent);
  const [size, range] = inPoints
    ? [`${formats.signed(change.percent, digits)} points`, change.interval95.map((end) => formats.signed(end, digits)).join(' to ')]
    : [formats.signedPercent(change.percent, digits), formats.signedPercentRange(change.interval95, digits)];
  return markup`<td class="figure">${size}<br><span class="quiet whole-line">(${range})</span></td><td>${globalAssessment === null ? '–' : markup`<span class="score">${formats.signed(globalAssessment.supported)}</span> ${globalAssessment.words}${globalAssessment.provisional === true ? ' (provisional)' : ''}`}</td>`;
}

/** The end of the page. @param left  Rows that show no picture because the page has enough. */
export function closeBatchPage(left: number): string {
  return markup`</tbody></table></div>
${left === 0 ? null : markup`<p class="quiet">The last ${left} rows are shown without their pictures, so that the page opens quickly.</p>`}</section>
<section><h2 id="limits">What this is not</h2><p>It measures and documents change in images. It is not a diagnosis and recommends no treatment. Results depend on how the photographs were taken. The 7-point value is computed; it is not an investigator's rating.</p>
<p>Every figure with its interval, and the reason for each that is missing, stands in results.jsonl, measurements.csv and scores.csv; run.json names the versions and options.</p></section>
</main>
</body>
</html>
`.source;
}
