import type { ProgressResult } from '../../domain/result.js';
import { type Markup, markup } from '../markup.js';
import type { ReportLogo, ReportPictures } from '../report-input.js';
import type { ReportView } from '../view-model.js';
import { describeShort } from '../view/describe-short.js';
import type { NumberFormats } from '../view/number-formats.js';
import { headSection } from './closing-sections.js';
import { drawPlainPair } from './photographs.js';
import { notes, probabilityTable, warnings } from './sections.js';

/** The style of the short page beside that of reports: it is one sheet when it is printed. */
export const shortStyle = `
.short section{margin-top:2rem}
.short h2{font-size:1.25rem;margin-bottom:.75rem}
@page{margin:10mm 16mm 12mm}
@media print{
.short section{margin-top:.875rem}
.short h2{font-size:1.125rem;margin-bottom:.375rem}
.short .verdict-words{font-size:1.75rem}
.short .verdict-number{font-size:2.5rem}
.short .photograph{max-height:42mm}
.crowded .photograph{max-height:24mm}
html:has(.crowded){font-size:8pt}
.short .letterhead{margin-bottom:.5rem}
.short .letterhead img{max-height:11mm}
.short p,.short .notes,.short .care{max-width:none;margin-bottom:.375rem}
.short .probabilities th,.short .probabilities td{padding-top:0;padding-bottom:0}
}
`;

/** Lines of visits and remarks, about, beside which the photographs of a printed page have to be smaller. */
const mostLines = 5, lettersOfLine = 60;

/** The latest follow-up for a patient: the answer, the two photographs, how sure it is and what it cannot say. */
export function shortBody(progress: ProgressResult, view: ReportView, pictures: ReportPictures, formats: NumberFormats, logo: ReportLogo | undefined): Markup {
  const { comparison, facts, words, meaning, reasons, cautions, sureness, visits, limits } = describeShort(view, progress), { score, followUp: at } = comparison, followUp = progress.followUps[at]!;
  const before = { place: 0, result: progress.baseline, visit: view.visits[0]!, picture: pictures.baseline, changeMap: null };
  const after = { place: at + 1, result: followUp.measurement, visit: comparison.visit, picture: pictures.followUps[at] ?? null, changeMap: null };
  const lines = visits.length + [...reasons, ...cautions].reduce((sum, { length }) => sum + Math.ceil(length / lettersOfLine), 0);
  return markup`<main class="${lines > mostLines ? 'short crowded' : 'short'}">
${headSection({ ...view, facts }, logo)}
<section class="result"><p class="verdict">${score === null ? null : markup`<span class="verdict-number">${score.number}</span> `}<span class="verdict-words">${words}</span></p>
<p class="patient">${meaning}</p>
${reasons.length === 0 ? null : markup`<div class="care"><p><strong>Why</strong></p>${notes(reasons)}</div>`}</section>
<section class="whole"><h2 id="photographs">Before and after</h2>
${drawPlainPair(before, after, followUp.hairs, formats)}</section>
<section class="whole"><div class="columns">${sureness.length === 0 ? null : markup`<div><h2 id="sure">How sure this is</h2>${notes(sureness)}</div>`}
${score === null ? null : markup`<div><h2 id="words">The seven words of the scale</h2>${probabilityTable(score)}</div>`}</div>${warnings(cautions)}</section>
${visits.length === 0 ? null : markup`<section><h2 id="visits">Each visit against the first</h2>${notes(visits)}</section>`}
<section><h2 id="limits">What this cannot say</h2>${notes(limits)}</section>
</main>`;
}
