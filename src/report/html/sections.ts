import { drawChangeInterval } from '../charts/draw-change-interval.js';
import { drawDensityMap, drawDensitySwatch } from '../charts/draw-density-map.js';
import { drawDiameterHistogram } from '../charts/draw-diameter-histogram.js';
import { drawProbabilityBar } from '../charts/draw-probability-bar.js';
import { drawScaleStrip } from '../charts/draw-scale-strip.js';
import { drawTimeSeries } from '../charts/draw-time-series.js';
import { type Markup, markup } from '../markup.js';
import { computedScoreSentence } from '../view/terms.js';
import type { ComparisonView, ReportView } from '../view-model.js';
import { undatedVisits } from '../view/describe-visits.js';
import type { ScoreView } from '../view/describe-score.js';
import type { NumberFormats } from '../view/number-formats.js';
import { heading, type HeadingLevel } from './headings.js';

export function notes(sentences: readonly string[]): Markup | null {
  return sentences.length === 0 ? null : markup`<ul class="notes">${sentences.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`;
}

export function warnings(sentences: readonly string[]): Markup | null {
  return sentences.length === 0 ? null : markup`<div class="care"><p><strong>Read with care</strong></p>${notes(sentences)}</div>`;
}

/** The answer: score in words and number, for the patient and for the clinician; or why there is none. */
export function verdictSection(comparison: ComparisonView): Markup {
  const { score, change, reasons } = comparison;
  if (score === null) {
    const compared = change !== null;
    return markup`<p class="verdict"><span class="verdict-words">${compared ? 'No score' : 'Cannot be compared'}</span></p>
<p class="patient">${compared ? 'The photographs can be compared, but no score is given.' : 'These photographs do not allow an honest comparison, so there is no score and no change.'}</p>
<div class="care"><p><strong>${compared ? 'Why there is no score' : 'Why they cannot be compared'}</strong></p>${notes(reasons)}</div>
${warnings(comparison.warnings)}
${compared ? markup`<p>${change.sentence}</p>` : null}`;
  }
  return markup`<p class="verdict"><span class="verdict-number">${score.number}</span> <span class="verdict-words">${score.words}</span></p>
<div class="columns"><div><p class="patient">${score.patientSentence}</p>
<div class="strip">${drawScaleStrip(score)}</div></div>
<div>${score.clinicianSentences.map((sentence) => markup`<p>${sentence}</p>
`)}<p class="quiet small">${computedScoreSentence}</p>
${warnings(comparison.warnings)}</div></div>`;
}

/** The seven words with how probable each is; the one that is the score stands out. */
export function probabilityTable(score: ScoreView): Markup {
  return markup`<table class="probabilities"><thead><tr><th scope="col">Score</th><th scope="col" class="bar-cell"><span class="for-ears">Bar</span></th><th scope="col" class="figure">Probability</th></tr></thead><tbody>${[...score.probabilities].reverse().map((entry) => markup`
<tr${entry.score === score.supported ? markup` class="chosen"` : null}><th scope="row"><span class="score-line"><span class="score-number">${entry.number}</span> <span>${entry.words}</span></span></th><td class="bar-cell">${drawProbabilityBar(entry.score, entry.share)}</td><td class="figure">${entry.text}</td></tr>`)}</tbody></table>`;
}

/** How sure the score is: the seven probabilities and the change with its interval. */
export function certaintySection(comparison: ComparisonView, level: HeadingLevel, key: string, intervalName: string, formats: NumberFormats): Markup | null {
  const { score, change } = comparison;
  if (change === null) return null;
  const probabilities = score === null ? null : markup`<div>
${heading(level + 1, 'Probability of each score', `${key}-probabilities`)}
${probabilityTable(score)}
<p>Probability of an increase of at least one step: <strong>${score.probabilityImproved}</strong>.</p></div>`;
  return markup`<section>${heading(level, 'How sure this is', `${key}-certainty`)}
<div class="columns">
<div>${heading(level + 1, `Change and its ${intervalName}`, `${key}-change`)}
<figure>${drawChangeInterval(change, formats, intervalName)}</figure>
${notes(change.notes)}</div>
${probabilities}
</div></section>`;
}

/** What the two photographs of a head differ in besides hair, and what to do about it. */
export function conditionsSection({ conditions }: ComparisonView, level: HeadingLevel, key: string): Markup | null {
  if (conditions.length === 0) return null;
  return markup`<section>${heading(level, 'How alike the photographs are', `${key}-conditions`)}
<ul class="checks columns">${conditions.map(({ name, passed, message }) => markup`<li class="${passed ? 'passed' : 'failed'}"><span class="mark" aria-hidden="true">${passed ? '✓' : '!'}</span><span><strong>${name}</strong>${passed ? null : ' differs'}: ${message}</span></li>`)}</ul></section>`;
}

/** Hair thickness before and after, drawn and as a table. */
export function diameterSection(comparison: ComparisonView, names: readonly [string, string], level: HeadingLevel, key: string, formats: NumberFormats): Markup | null {
  const { diameters } = comparison;
  if (diameters === null) return null;
  const title = heading(level, 'Thickness of the hairs', `${key}-diameters`);
  if (diameters.state === 'notShown') return markup`<section>${title}<p>Not given. ${diameters.reason}</p></section>`;
  return markup`<section class="whole">${title}
<div class="columns"><figure>${drawDiameterHistogram(diameters, names, formats)}</figure>
<div>${diameters.sentences.map((sentence) => markup`<p>${sentence}</p>`)}
<details><summary>The figures behind the drawing</summary>
<table><caption>Diameters, ${diameters.measure}</caption><thead><tr><th scope="col">Diameter</th><th scope="col" class="figure">Before</th><th scope="col" class="figure">After</th></tr></thead><tbody>${diameters.bins.map((bin) => markup`<tr><th scope="row">${bin.label}</th><td class="figure">${bin.beforeText}</td><td class="figure">${bin.afterText}</td></tr>`)}</tbody></table>
</details></div></div></section>`;
}

/** Where hair stands densely and where sparsely, before and after. */
export function densitySection({ density }: ComparisonView, names: readonly [string, string], level: HeadingLevel, key: string): Markup | null {
  if (density === null) return null;
  const title = heading(level, 'Where the hair stands', `${key}-density`);
  if (density.state === 'notShown') return markup`<section>${title}<p>No map. ${density.reason}</p></section>`;
  return markup`<section class="whole">${title}
<div class="pair">${[density.before, density.after].map((map, at) => markup`<figure>${drawDensityMap(map, density.key.length, names[at]!)}<figcaption><strong><bdi>${names[at]!}</bdi></strong></figcaption></figure>`)}</div>
<p class="key">hairs per\u00a0cm²: ${density.key.map((words, at) => markup`<span>${drawDensitySwatch(at, density.key.length)} ${words}</span>`)}</p>
${notes(density.sentences)}</section>`;
}

/** All visits: a list where there are several, and the measure of the score over time. */
export function visitsSection(view: ReportView, formats: NumberFormats): Markup | null {
  const { timeSeries, visitLines } = view;
  if (timeSeries === null && visitLines.length === 0) return null;
  const list = visitLines.length === 0 ? null : markup`<table class="visits"><caption>Each follow-up against the baseline</caption><thead><tr><th scope="col">Visit</th><th scope="col">Score</th><th scope="col" class="figure">Change</th></tr></thead><tbody>${visitLines.map((line) => markup`
<tr><th scope="row"><bdi>${line.visit.name}</bdi>${line.visit.date === null ? null : markup`<br><span class="quiet small">${line.visit.date}</span>`}</th><td><span class="score-line">${line.score === null ? null : markup`<span class="score-number">${line.score}</span> `}<span>${line.words}</span></span></td><td class="figure">${line.change ?? 'not given'}${line.interval === null ? null : markup`<br><span class="quiet small">${line.interval}</span>`}</td></tr>`)}</tbody></table>`;
  const values = timeSeries === null || visitLines.length > 0 ? null : markup`<table class="visits"><caption>${timeSeries.title}, ${timeSeries.unit}</caption><thead><tr><th scope="col">Visit</th><th scope="col" class="figure">Value</th><th scope="col" class="figure">${view.intervalName}</th></tr></thead><tbody>${timeSeries.points.map((point) => markup`<tr><th scope="row"><bdi>${point.label}</bdi></th><td class="figure">${point.valueText}</td><td class="figure">${point.intervalText ?? 'not given'}</td></tr>`)}</tbody></table>`;
  const remarks = timeSeries === null ? [] : [
    ...(timeSeries.basis === null ? [] : [timeSeries.basis]),
    ...(timeSeries.alone.length === 0 ? [] : [`Cannot be compared with the baseline, so no line leads there: ${timeSeries.alone.join(', ')}.`]),
    ...(timeSeries.dated ? [] : [undatedVisits]),
    ...(timeSeries.missing.length === 0 ? [] : [`Not drawn, because the value is not given: ${timeSeries.missing.join(', ')}.`]),
  ];
  return markup`<section class="whole">${heading(2, 'Over time', 'over-time')}
<div class="columns">${timeSeries === null ? null : markup`<figure>${drawTimeSeries(timeSeries, formats, view.intervalName)}</figure>`}<div>${list}${values}${notes(remarks)}</div></div></section>`;
}
