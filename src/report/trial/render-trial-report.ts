import type { AreaResult, TrialResult } from '../../domain/trial-result.js';
import { drawLetterhead } from '../html/letterhead.js';
import { openPage } from '../html/open-page.js';
import { createStyleSheet } from '../html/style-sheet.js';
import { type Markup, markup } from '../markup.js';
import { type Clinic, describeLetterhead } from '../view/describe-letterhead.js';
import { createNumberFormats, type NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import { drawCourses } from './draw-courses.js';
import { drawMeanChange } from './draw-mean-change.js';
import { drawScoreBars } from './draw-score-bars.js';
import { drawWaterfall } from './draw-waterfall.js';
import { describeRatingTests } from './rating-part.js';
import { describeScores } from './score-part.js';
import { describePanel, panelPrimaryPart, type PanelView } from './panel-part.js';
import { pairedPart } from './paired-part.js';
import { peoplePart, provenancePart } from './people-part.js';
import { countSubjects } from './trial-words.js';
import type { FigureName, TrialPart, TrialTable } from './trial-part.js';
import { describeAreas } from './trial-view.js';

const ownStyle = `
.wide{max-width:40rem}
.signatures dl{display:grid;grid-template-columns:2fr 1fr 3fr;gap:2rem;margin-top:3rem}
.signatures dt{border-top:1px solid;padding-top:.25rem;font-size:.875rem}
.scroll{overflow-x:auto;margin-bottom:1.5rem}
.scroll table{font-size:.875rem}
.scroll td,.scroll th{padding-right:1rem;overflow-wrap:normal;white-space:nowrap}
.scroll .said{white-space:normal;min-width:14rem}
.scroll td:not(:first-child),.scroll th:not(:first-child){text-align:right}
@media print{.scroll{overflow:visible}.scroll table{font-size:7pt}.scroll td,.scroll th{padding-right:.5rem}.scroll th,.scroll .said{white-space:normal}.long{break-inside:auto}}
`;

/**
 * One self-contained HTML page: the comparisons of a trial, its four figures with a table beside each, missing data, several comparisons.
 * Light and dark, A4 when printed; no script and no other host. The same result gives the same bytes.
 *
 * @returns The page, to be stored as UTF-8.
 */
export function renderTrialReport(result: TrialResult, options: { title?: string; locale?: string; clinic?: Clinic } = {}): string {
  const formats = createNumberFormats(options.locale ?? 'en');
  const title = showTypedText(options.title ?? 'Trial report'), clinic = options.clinic ?? {};
  const arms = result.arms.map(({ arm }) => arm);
  return markup`${openPage({ title, style: `${createStyleSheet()}${ownStyle}`, pictures: clinic.clinicLogo !== undefined, aboutPeople: true })}<body><main>
<header>${drawLetterhead(describeLetterhead(clinic), clinic.clinicLogo)}<h1>${title}</h1><dl class="head-facts">${result.arms.map(({ arm, subjects, neverPhotographed, control }) => markup`<div><dt><bdi>${showTypedText(arm)}</bdi>${control ? ' (control)' : null}</dt><dd>${countSubjects(subjects)}${neverPhotographed === 0 ? null : `, ${neverPhotographed} never photographed`}</dd></div>`)}</dl></header>
${result.remarks.length === 0 ? null : markup`<div class="care">${result.remarks.map((remark) => markup`<p>${showTypedText(remark)}</p>`)}</div>`}
${drawAlone(peoplePart(result.people, formats))}${drawAlone(panelPrimaryPart(result, formats))}
${describeAreas(result, formats).map(({ title: areaTitle, area, parts }) => markup`<section><h2>${areaTitle}</h2>
${parts.map((part) => drawPart(part, area, arms, formats))}</section>
`)}
${drawAlone(pairedPart(result.paired, formats))}
${drawPanel(describePanel(result, formats), formats)}
${result.ratings.length === 0 ? null : markup`<section><h2>Ratings by people</h2>${result.ratings.map((rating) => markup`<section><h3><bdi>${[rating.rater, rating.targetArea, rating.view].filter((part) => part !== '').map(showTypedText).join(', ')}</bdi>, <bdi>${showTypedText(rating.visit)}</bdi></h3><p>${describeRatingTests(rating)}</p>
<figure>${drawScoreBars([{ visit: showTypedText(rating.visit), counts: rating.analysis.counts.map((own) => ({ ...own, arm: showTypedText(own.arm) })) }], formats)}</figure>${describeScores(rating.analysis, showTypedText(rating.visit), formats).map(drawTable)}</section>`)}</section>`}
<section><h2>Several comparisons</h2>${result.multiplicity.map((sentence) => markup`<p>${sentence}</p>`)}</section>
${result.provenance === undefined ? null : markup`${drawAlone(provenancePart(result.provenance))}<section class="signatures"><h2>Signature</h2><dl>${['Statistician', 'Day', 'Signature'].map((line) => markup`<div><dt>${line}</dt><dd></dd></div>`)}</dl></section>`}
<section><h2>What this is not</h2><p>Measures and documents change in images. Not a diagnosis, not a treatment recommendation. Results depend on how the photographs were taken. The seven-point value is computed unless a rater is named.</p></section>
</main></body>
</html>
`.source;
}

/** A part that belongs to no target area. */
function drawAlone(part: TrialPart | null): Markup | null {
  return part === null ? null : markup`<section><h2>${part.title}</h2>${part.sentences.map((sentence) => markup`<p>${sentence}</p>`)}${part.tables.map(drawTable)}</section>`;
}

function drawPanel(panel: PanelView | null, formats: NumberFormats): Markup | null {
  if (panel === null) return null;
  return markup`<section><h2>${panel.title}</h2>${panel.sentences.map((sentence) => markup`<p>${sentence}</p>`)}${panel.tables.map(drawTable)}${panel.visits.map(({ title, visit, sentences, tables }) => markup`<section><h3><bdi>${title}</bdi></h3>${sentences.map((sentence) => markup`<p>${sentence}</p>`)}
<figure>${drawScoreBars([{ visit: showTypedText(visit.visit), counts: visit.analysis.counts.map((own) => ({ ...own, arm: showTypedText(own.arm) })) }], formats)}</figure>${tables.map(drawTable)}</section>`)}</section>`;
}

function drawPart(part: TrialPart, area: AreaResult, arms: readonly string[], formats: NumberFormats): Markup {
  const long = part.tables.some(({ rows }) => rows.length > 30);
  return markup`<section class="${long ? 'long' : 'part-of-trial'}"><h3>${part.title}</h3>${part.sentences.map((sentence) => markup`<p>${sentence}</p>`)}
${part.figure === undefined ? null : markup`<figure>${drawFigure(part.figure, area, arms, formats)}</figure>`}
${part.tables.map(drawTable)}</section>
`;
}

function drawFigure(figure: FigureName, area: AreaResult, arms: readonly string[], formats: NumberFormats): Markup {
  switch (figure) {
    case 'meanChange': return drawMeanChange(area, arms, formats);
    case 'waterfall': return drawWaterfall(area, 'refused' in area.primary ? area.visits[area.visits.length - 1].visit : area.primary.visit, arms, formats);
    case 'scores': return drawScoreBars(area.visits.map(({ visit, computedScore }) => ({ visit: showTypedText(visit), counts: computedScore.counts.map((own) => ({ ...own, arm: showTypedText(own.arm) })) })), formats);
    case 'courses': return drawCourses(area, arms, formats);
  }
}

function drawTable({ caption, columns, rows }: TrialTable): Markup {
  return markup`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([first, ...cells]) => markup`<tr><th scope="row"><bdi>${first}</bdi></th>${cells.map((cell) => markup`<td${cell.length > 40 ? markup` class="said"` : null}><bdi>${cell}</bdi></td>`)}</tr>`)}</tbody></table></div>`;
}
