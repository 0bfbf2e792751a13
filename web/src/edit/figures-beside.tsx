import type { VNode } from 'preact';
import type { Measurements } from '../../../src/domain/measurements.js';
import { computedScoreSentence } from '../../../src/report/view/terms.js';
import type { CorrectionPreview } from '../answers.js';
import { numberFormats } from '../locale.js';

const rows: readonly [field: keyof Measurements, label: string, unit: string, digits: number][] = [
  ['hairCount', 'Hairs', '', 0], ['densityPerCm2', 'Density', 'per cm²', 0], ['terminalDensityPerCm2', 'Terminal density', 'per cm²', 0],
  ['meanDiameterUm', 'Mean diameter', 'µm', 1], ['cumulativeThicknessMmPerCm2', 'Cumulative thickness', 'mm per cm²', 1],
  ['follicularUnitCount', 'Follicular units', '', 0], ['hairsPerUnit', 'Hairs a unit', '', 2],
];

const write = (value: number | null, digits: number): string => (value === null ? 'not given' : numberFormats.number(value, digits));

/** What the program measured alone beside what holds with the correction, and what the comparison would say. */
export function FiguresBeside({ automatic, preview, isMeasuring }: { automatic: Measurements; preview: CorrectionPreview | null; isMeasuring: boolean }): VNode {
  const now = preview?.measurement.measurements ?? null;
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <table class="measurements">
        <thead><tr><th scope="col">Measurement</th><th scope="col" class="figure">Program alone</th><th scope="col" class="figure">Corrected</th></tr></thead>
        <tbody>
          {rows.map(([field, label, unit, digits]) => (
            <tr key={field}>
              <th scope="row">{label} <span class="quiet small">{unit}</span></th><td class="figure quiet">{write(automatic[field], digits)}</td>
              <td class="figure">{now === null ? '…' : now[field] === automatic[field] ? write(now[field], digits) : <strong>{write(now[field], digits)}</strong>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {preview !== null && (
        <p>{preview.comparison.visit}: <strong>{preview.comparison.score} {preview.comparison.words}</strong>{preview.comparison.change !== null && <>, {preview.comparison.change}{preview.comparison.interval !== null && <span class="quiet"> ({preview.comparison.interval})</span>}</>}.{preview.comparison.score !== null && <span class="quiet small"> {computedScoreSentence}</span>}</p>
      )}
      <p role="status" class="quiet">{isMeasuring ? (preview === null ? 'The photograph is being looked at …' : 'Measuring …') : ''}</p>
    </section>
  );
}
