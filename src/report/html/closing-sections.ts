import { type Markup, markup } from '../markup.js';
import type { Fact } from '../view/describe-method.js';
import type { ReportLogo } from '../report-input.js';
import type { ReportView } from '../view-model.js';
import { drawLetterhead } from './letterhead.js';

function factList(facts: readonly Fact[]): Markup {
  return markup`<dl class="facts">${facts.map((fact) => markup`<div><dt><bdi>${fact.label}</bdi></dt><dd>${fact.literal === true ? markup`<code>${fact.value}</code>` : markup`<bdi>${fact.value}</bdi>`}</dd></div>`)}</dl>`;
}

/** What the photographs themselves allow: checks, parts left out, and photographs that could not be measured at all. */
export function qualitySection(view: ReportView): Markup {
  const photographs = view.quality.map((quality) => markup`<div>
<h3><bdi>${quality.visit}</bdi> <span class="quiet"><bdi>${quality.photoName}</bdi></span></h3>
<p>${quality.summary}</p>
${quality.checks.length === 0 ? null : markup`<ul class="checks">${quality.checks.map((check) => markup`<li class="${check.passed ? 'passed' : 'failed'}"><span class="mark" aria-hidden="true">${check.passed ? '✓' : '!'}</span><span><strong>${check.name}</strong>${check.passed ? null : ' not passed'}: ${check.message}</span></li>`)}</ul>`}
${quality.leftOut === null ? null : markup`<p>${quality.leftOut}</p>`}
${quality.remarks.map((remark) => markup`<p>${remark}</p>`)}
</div>`);
  const failed = view.failedPhotos.length === 0 ? null : markup`<h3>Could not be measured</h3><ul class="notes">${view.failedPhotos.map(({ name, sentence }) => markup`<li><bdi>${name}</bdi>: ${sentence}</li>`)}</ul>`;
  return markup`<section><h2 id="quality">Quality of the photographs</h2><div class="columns">${photographs}</div>${failed}</section>`;
}

/** Versions, hashes, options, scale: what another site needs to repeat the figures. */
export function methodSection(view: ReportView): Markup {
  const { methods, photographs, comparisons, warning } = view.method;
  const part = ({ heading, facts }: { heading: string; facts: readonly Fact[] }): Markup => markup`<div><h3><bdi>${heading}</bdi></h3>${factList(facts)}</div>`;
  return markup`<section class="method"><h2 id="method">How it was measured</h2>
${warning === null ? null : markup`<p class="care">${warning}</p>`}
<div class="columns">${methods.map(part)}${comparisons.map(part)}${photographs.map(part)}</div></section>`;
}

/** What the words mean and what the report is not. */
export function limitsSection(view: ReportView): Markup {
  return markup`<section><div class="columns">
<div><h2 id="limits">What this is not</h2>${view.limits.map((sentence) => markup`<p>${sentence}</p>`)}</div>
<div><h2 id="words">Words used here</h2><dl class="glossary">${view.glossary.map(({ term, meaning }) => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl></div>
</div></section>`;
}

/** Whose page it is, and the known facts. */
export function headSection(view: ReportView, logo: ReportLogo | undefined): Markup {
  return markup`<header>${drawLetterhead(view.letterhead, logo)}<h1>${view.title}</h1><dl class="head-facts">${view.facts.map((fact) => markup`<div><dt><bdi>${fact.label}</bdi></dt><dd><bdi>${fact.value}</bdi></dd></div>`)}</dl></header>`;
}
