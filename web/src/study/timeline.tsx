import type { VNode } from 'preact';
import type { LoggedTreatment } from '../../../src/study/treatment-warnings.js';
import type { SubjectTimepoint } from '../answers.js';
import { numberFormats, writeDay } from '../locale.js';
import { firstDayShown } from './first-day-shown.js';
import { joinedPoints } from './joined-points.js';
import { kindNames } from './treatment-words.js';

interface Props { timepoints: readonly SubjectTimepoint[]; treatments: readonly LoggedTreatment[]; title: string; unit: string }

const width = 720, left = 48, right = 36, top = 34, plot = 180, row = 34;
const dayMs = 86_400_000;
const dayOf = (date: string): number => Date.parse(`${date.slice(0, 10)}T00:00Z`) / dayMs;

/** A round step that gives about four lines. */
function stepFor(highest: number): number {
  const rough = highest / 4, power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

/** What the mark at the left end stands for. */
function beforeTheAxis(dates: readonly string[]): string {
  if (dates.length === 0) return '';
  const from = `, from ${writeDay([...dates].sort()[0]!)}`;
  return dates.length === 1 ? from : `${from} (${dates.length} earlier than shown)`;
}

/** The values of an area with their intervals over time, the treatments as marks below. The table beside it says the same. */
export function Timeline({ timepoints, treatments, title, unit }: Props): VNode | null {
  const points = timepoints.filter(({ value }) => value !== null), joined = joinedPoints(timepoints);
  if (points.length === 0) return null;
  const kinds = [...new Set(treatments.map(({ kind }) => kind))];
  const [visited, treated] = [timepoints, treatments].map((entries) => entries.map(({ date }) => dayOf(date))) as [number[], number[]];
  const first = firstDayShown(visited, treated), last = Math.max(...visited, ...treated, first + 1);
  const highest = Math.max(1, ...points.map(({ value }) => value!.interval?.[1] ?? value!.value));
  const step = stepFor(highest), ceiling = Math.ceil(highest / step) * step;
  const x = (date: string): number => left + 14 + ((dayOf(date) - first) / (last - first)) * (width - left - right - 28);
  const y = (value: number): number => top + plot * (1 - value / ceiling);
  const height = top + plot + 30 + kinds.length * row;
  const spoken = points.map(({ date, value, words }) => `${writeDay(date)}: ${numberFormats.number(value!.value)}${words === null ? '' : `, ${words}`}`).join('; ');
  // The dates of visits that stand too close to the one before are left to the table.
  let labelled = -Infinity;
  return (
    <svg class="timeline" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title} over time, ${unit}. ${spoken}. ${treatments.length} treatments are marked.`}>
      <text x={0} y={14} class="fill-quiet">{title.toLowerCase()}, {unit}</text>
      {Array.from({ length: Math.round(ceiling / step) + 1 }, (_, i) => i * step).map((value) => (
        <g key={value}><line x1={left} x2={width - right} y1={y(value)} y2={y(value)} class="stroke-rule" /><text x={left - 8} y={y(value) + 4} text-anchor="end" class="fill-quiet">{numberFormats.significant(value, 4)}</text></g>
      ))}
      <polyline points={joined.map(({ date, value }) => `${x(date)},${y(value!.value)}`).join(' ')} fill="none" class="stroke-after" stroke-width={1.5} />
      {points.map((point) => {
        const { id, date, value, score } = point;
        return <g key={id}>
          {value!.interval !== null && <path d={`M${x(date)},${y(value!.interval[0])}V${y(value!.interval[1])}`} class="stroke-after" stroke-width={1.5} />}
          <circle cx={x(date)} cy={y(value!.value)} r={5} class={joined.includes(point) ? 'fill-after' : 'fill-paper stroke-after'} stroke-width={joined.includes(point) ? 0 : 2} />
          {score !== null && <text x={x(date)} y={y(value!.interval?.[1] ?? value!.value) - 8} text-anchor="middle" font-weight="600" class="fill-ink">{score}</text>}
        </g>;
      })}
      {timepoints.map(({ id, date }) => {
        if (x(date) - labelled < 88) return null;
        labelled = x(date);
        return <text key={id} x={x(date)} y={top + plot + 18} text-anchor="middle" class="fill-quiet">{writeDay(date)}</text>;
      })}
      {kinds.map((kind, at) => {
        const line = top + plot + 54 + at * row, ofKind = treatments.filter((treatment) => treatment.kind === kind), earlier = ofKind.filter(({ date }) => dayOf(date) < first);
        return (
          <g key={kind}>
            <text x={left} y={line - 10} class="fill-quiet">{kindNames[kind].toLowerCase()}{beforeTheAxis(earlier.map(({ date }) => date))}</text>
            <line x1={left} x2={width - right} y1={line} y2={line} class="stroke-rule" />
            {earlier.length > 0 && <path d={`M${left + 6},${line - 6}l-6,6l6,6`} fill="none" class="stroke-less" stroke-width={2} />}
            {ofKind.filter((treatment) => !earlier.includes(treatment)).map(({ id, date }) => <path key={id} d={`M${x(date)},${line - 6}v12`} class="stroke-less" stroke-width={3}><title>{kindNames[kind]}, {writeDay(date)}</title></path>)}
          </g>
        );
      })}
    </svg>
  );
}
