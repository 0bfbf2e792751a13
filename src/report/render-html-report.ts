import type { ProgressResult } from '../domain/result.js';
import { headSection, limitsSection, methodSection, qualitySection } from './html/closing-sections.js';
import { heading, type HeadingLevel } from './html/headings.js';
import { drawMeasurementTable } from './html/measurement-table.js';
import { openPage } from './html/open-page.js';
import { drawPhotographPair, storePictures } from './html/photographs.js';
import { shortBody, shortStyle } from './html/short-page.js';
import { certaintySection, conditionsSection, densitySection, diameterSection, verdictSection, visitsSection } from './html/sections.js';
import { createStyleSheet } from './html/style-sheet.js';
import { type Markup, markup } from './markup.js';
import { checkReportInput, type ReportLogo, type ReportOptions, type ReportPictures } from './report-input.js';
import { buildReportView, type ComparisonView, type ReportView } from './view-model.js';
import { createNumberFormats, type NumberFormats } from './view/number-formats.js';

interface Rendering {
  readonly progress: ProgressResult;
  readonly pictures: ReportPictures;
  readonly view: ReportView;
  readonly formats: NumberFormats;
  readonly logo: ReportLogo | undefined;
}

function photographsSection({ progress, pictures, view, formats }: Rendering, comparison: ComparisonView, level: HeadingLevel, key: string): Markup {
  const followUp = progress.followUps[comparison.followUp]!;
  const before = { place: 0, result: progress.baseline, visit: view.visits[0]!, picture: pictures.baseline, changeMap: followUp.changeMap ?? null };
  const after = {
    place: comparison.followUp + 1, result: followUp.measurement, visit: comparison.visit, picture: pictures.followUps[comparison.followUp] ?? null, changeMap: null,
  };
  return markup`<section class="photographs">${heading(level, 'Before and after', `${key}-photographs`)}
${drawPhotographPair(before, after, followUp.hairs, key, formats)}</section>`;
}

/** The evidence of one comparison, below its verdict. */
function evidence(rendering: Rendering, comparison: ComparisonView, level: HeadingLevel): Markup {
  const { view, formats } = rendering;
  const key = `visit-${comparison.followUp + 1}`;
  const names = [view.visits[0]!.name, comparison.visit.name] as const;
  return markup`${certaintySection(comparison, level, key, view.intervalName, formats)}
${photographsSection(rendering, comparison, level, key)}
<section>${heading(level, 'Measurements', `${key}-measurements`)}
${drawMeasurementTable(comparison.measurements, names, view.intervalName)}</section>
${conditionsSection(comparison, level, key)}
${densitySection(comparison, names, level, key)}
${diameterSection(comparison, names, level, key, formats)}`;
}

function body(rendering: Rendering): Markup {
  const { view, formats } = rendering;
  const [latest, ...earlier] = view.comparisons;
  const resultTitle = view.comparisons.length === 1 ? 'Result' : `Result: ${latest!.visit.name}`;
  return markup`<main>
${headSection(view, rendering.logo)}
<section class="result">${heading(2, resultTitle, 'result')}${verdictSection(latest!)}</section>
${view.comparisons.length > 1 ? visitsSection(view, formats) : null}
${evidence(rendering, latest!, 2)}
${view.comparisons.length === 1 ? visitsSection(view, formats) : null}
${earlier.map((comparison) => markup`<section class="earlier"><div class="whole">${heading(2, `Earlier: ${comparison.visit.name}`, `visit-${comparison.followUp + 1}`)}${verdictSection(comparison)}</div>
${evidence(rendering, comparison, 3)}</section>
`)}${qualitySection(view)}
${limitsSection(view)}
${methodSection(view)}
</main>`;
}

/**
 * One self-contained HTML page for the clinician and the patient: score, certainty, photographs with switchable
 * markings, measurements, quality, method and limits. It asks no host for anything, runs no script (the content security
 * policy forbids both) and works from a file. The same input gives the same bytes.
 *
 * @param pictures  One JPEG a timepoint; what a camera wrote into them besides the picture is left out.
 * @returns The page as a string, to be stored as UTF-8.
 * @throws ZodError for an invalid result, RangeError or TypeError for pictures and options that do not fit it.
 */
export function renderHtmlReport(progress: ProgressResult, pictures: ReportPictures, options: ReportOptions): string {
  checkReportInput(progress, pictures, options);
  const view = buildReportView(progress, options);
  const formats = createNumberFormats(options.locale ?? 'en');
  const results = [progress.baseline, ...progress.followUps.map((followUp) => followUp.measurement)];
  const isShort = options.length === 'short', latest = view.comparisons[0]!.followUp;
  const shown = [pictures.baseline, ...pictures.followUps.map((picture, at) => (isShort && at !== latest ? null : picture))];
  const page = markup`${openPage({ title: view.title, style: createStyleSheet(options.paper) + (isShort ? shortStyle : ''), pictures: true, aboutPeople: true })}<body>
${isShort ? shortBody(progress, view, pictures, formats, options.clinicLogo) : body({ progress, pictures, view, formats, logo: options.clinicLogo })}
${storePictures(shown, results)}
</body>
</html>
`;
  return page.source;
}
