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
@media print{
.short section{margin-top:.875rem}
.short h2{font-size:1.125rem;margin-bottom:.375rem}
.short .verdict-words{font-size:1.75rem}
.short .verdict-number{font-size:2.5rem}
.short .photograph{max-height:62mm}
.short .probabilities th,.short .probabilities td{padding-top:0;padding-bottom:0}
}
`;

/** The latest follow-up for a patient: the answer, the two photographs, how sure it is and what it cannot say. */
export function shortBody(progress: ProgressResult, view: ReportView, pictures: ReportPictures, formats: NumberFormats, logo: ReportLogo | undefined): Markup {
  const { comparison, words, meaning, reasons, cautions, sureness, visits, limits } = describeShort(view, progress), { score, followUp: at } = comparison, followUp = progress.followUps[at]!;
  const before = { place: 0, result: progress.baseline, visit: view.visits[0]!, picture: pictures.baseline, changeMap: null };
  const after = { place: at + 1, result: followUp.measurement, visit: comparison.visit, picture: pictures.followUps[at] ?? null, changeMap: null };
  return markup`<main class="short">
${headSection(view, logo)}
<section class="result"><p class="verdict">${score === null ? null : markup`<span class="verdict-number">${score.number}</span> `}<span class="verdict-words">${words}</span></p>
<p class="patient">${meaning}</p>
${reasons.length === 0 ? null : markup`<div class="care"><p><strong>Why</strong></p>${notes(reasons)}</div>`}</section>
<section class="whole"><h2 id="photographs">Before and after</h2>
${drawPlainPair(before, after, followUp.hairs, formats)}</section>
<section class="whole"><div class="columns">${sureness.length === 0 ? null : markup`<div><h2 id="sure">How sure this is</h2>${notes(sureness)}${warnings(cautions)}</div>`}
<div>${score === null ? null : markup`<h2 id="words">The seven words of the scale</h2>${probabilityTable(score)}`}${sureness.length === 0 ? warnings(cautions) : null}</div></div></section>
${visits.length === 0 ? null : markup`<section><h2 id="visits">Each visit against the first</h2>${notes(visits)}</section>`}
<section><h2 id="limits">What this cannot say</h2>${notes(limits)}</section>
</main>`;
}
