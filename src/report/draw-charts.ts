import { drawChangeInterval } from './charts/draw-change-interval.js';
import { drawDensityKey, drawDensityMap } from './charts/draw-density-map.js';
import { drawDiameterHistogram } from './charts/draw-diameter-histogram.js';
import { drawScaleStrip } from './charts/draw-scale-strip.js';
import { drawTimeSeries } from './charts/draw-time-series.js';
import type { ComparisonView, ReportView } from './view-model.js';
import { createNumberFormats } from './view/number-formats.js';

/** The charts of one comparison as SVG text; null where there is nothing to draw. */
export interface ComparisonCharts {
  readonly scaleStrip: string | null;
  readonly changeInterval: string | null;
  readonly diameters: string | null;
  readonly density: { readonly before: string; readonly after: string; readonly key: string } | null;
}

export interface ReportCharts {
  /** In the order of `view.comparisons`. */
  readonly comparisons: readonly ComparisonCharts[];
  readonly timeSeries: string | null;
}

/** Every chart of a report, the same for HTML, PDF and the application's pages. */
export function drawCharts(view: ReportView, locale = 'en'): ReportCharts {
  const formats = createNumberFormats(locale);
  const drawComparison = ({ score, change, diameters, density, visit }: ComparisonView): ComparisonCharts => ({
    scaleStrip: score === null ? null : drawScaleStrip(score).source,
    changeInterval: change === null ? null : drawChangeInterval(change, formats, view.intervalName).source,
    diameters: diameters === null || diameters.state === 'notShown' ? null : drawDiameterHistogram(diameters, [view.visits[0].name, visit.name], formats).source,
    density: density === null || density.state === 'notShown' ? null : {
      before: drawDensityMap(density.before, density.key.length, view.visits[0].name).source, after: drawDensityMap(density.after, density.key.length, visit.name).source,
      key: drawDensityKey(density).source,
    },
  });
  return {
    comparisons: view.comparisons.map(drawComparison),
    timeSeries: view.timeSeries === null ? null : drawTimeSeries(view.timeSeries, formats, view.intervalName).source,
  };
}
