import type { FollowUpResult, ProgressResult } from '../../domain/result.js';
import { drawCharts } from '../draw-charts.js';
import { drawPhotographs, heightOfPhotographs, type Pictured } from './draw-photographs.js';
import { beginPart, closePaper, openPaper, type Paper, roomLeft } from './paper.js';
import { writeCertainty, writeClosing, writeConditions, writeDensity, writeDiameters, writeHead, writeMeasurements, writeVerdict, writeVisits } from './write-sections.js';
import { writeShort } from './write-short.js';
import { writeHeading } from './write-text.js';
import type { ReportOptions, ReportPictures } from '../report-input.js';
import { buildReportView } from '../view-model.js';

/** A day before any photograph, for results without a date: the bytes must not depend on the clock. */
const noDate = Date.UTC(2000, 0, 1);

/** Points of a page below which no earlier visit begins: its answer would stand apart from what it rests on. */
const leastOfPart = 190;
/** Heights of photographs, points: as large as fits, smaller where that saves half an empty page. */
const highestPhotograph = 300, lowestPhotograph = 150;

/** Both photographs under their heading. */
function writePhotographs(paper: Paper, before: Pictured, after: Pictured, hairs: FollowUpResult['hairs']): void {
  const headingHeight = 44, highest = Math.min(highestPhotograph, roomLeft(paper) - headingHeight - heightOfPhotographs(paper, before, after, hairs, 0));
  const fits = highest >= lowestPhotograph ? highest : highestPhotograph;
  writeHeading(paper, 2, 'Before and after', heightOfPhotographs(paper, before, after, hairs, fits));
  drawPhotographs(paper, before, after, hairs, { highest: fits });
}

/** The whole report, from the head of the first page to the method at its end; or the short one. */
export async function writeReport(progress: ProgressResult, pictures: ReportPictures, options: ReportOptions): Promise<Uint8Array> {
  const view = buildReportView(progress, options);
  const createdAt = new Date(options.generatedAt ?? Math.max(...view.visits.map(({ day }) => day ?? noDate)));
  if (options.length === 'short') return writeShort(progress, view, pictures, options, createdAt);
  const charts = drawCharts(view, options.locale);
  const paper = openPaper(view.title, options.paper ?? 'a4', createdAt);
  const baseline: Pictured = { result: progress.baseline, visit: view.visits[0]!, picture: pictures.baseline };

  writeHead(paper, view, options.clinicLogo);
  for (const [at, comparison] of view.comparisons.entries()) {
    const { visit, followUp } = comparison, { measurement, hairs } = progress.followUps[followUp]!;
    const drawn = charts.comparisons[at]!;
    if (at > 0) beginPart(paper, leastOfPart);
    writeHeading(paper, 2, at > 0 ? `Earlier: ${visit.name}` : view.comparisons.length === 1 ? 'Result' : `Result: ${visit.name}`, 80);
    writeVerdict(paper, comparison, drawn);
    if (at === 0 && view.comparisons.length > 1) writeVisits(paper, view, charts.timeSeries);
    writeCertainty(paper, comparison, drawn, view.intervalName);
    writePhotographs(paper, baseline, { result: measurement, visit, picture: pictures.followUps[followUp]! }, hairs);
    writeMeasurements(paper, comparison.measurements, [view.visits[0]!.name, visit.name], view.intervalName);
    writeConditions(paper, comparison);
    writeDensity(paper, comparison, drawn.density, view.visits[0]!.name);
    writeDiameters(paper, comparison, drawn.diameters);
  }
  if (view.comparisons.length === 1) writeVisits(paper, view, charts.timeSeries);
  writeClosing(paper, view);
  return closePaper(paper);
}
