import type { VNode } from 'preact';
import type { TimepointResult } from '../../../src/domain/result.js';
import { markingColours } from '../../../src/report/charts/palette.js';
import { fateStyles, kindStyles, type LineStyle, type Marking } from './hair-marks.js';

/** What the lines mean, each as it looks on skin. */
export function MarkingKey({ marking, results, matched, hasUnclear }: { marking: Marking; results: readonly TimepointResult[]; matched: boolean; hasUnclear: boolean }): VNode | null {
  if (marking === 'none') return null;
  const hairs = results.flatMap((result) => result.hairs);
  const counted = hairs.filter((hair) => hair.counted);
  const has = (kind: string | null): boolean => counted.some((hair) => hair.kind === kind);
  const entries: [string, LineStyle, boolean][] = marking === 'fates' && matched
    ? [['kept', fateStyles.kept, true], ['new', fateStyles.new, true], ['lost', fateStyles.lost, true], ['unclear', fateStyles.unclear, hasUnclear], ['not counted or not in both photographs', kindStyles.notCounted, true]]
    : [
      ['terminal', kindStyles.terminal, has('terminal')], ['vellus', kindStyles.vellus, has('vellus')], ['undecided', kindStyles.indeterminate, has('indeterminate')],
      ['thickness not known', kindStyles.unknown, has(null)], ['seen, not counted', kindStyles.notCounted, counted.length < hairs.length],
      ['square at the exit: drawn by a person', kindStyles.unknown, counted.some((hair) => hair.drawnByPerson === true)],
    ];
  return <ul class="key" aria-label="What the lines mean">{entries.filter(([, , shown]) => shown).map(([words, style]) => <li key={words}><Swatch style={style} /> {words}</li>)}</ul>;
}

function Swatch({ style }: { style: LineStyle }): VNode {
  return (
    <svg class="swatch" viewBox="0 0 34 16" aria-hidden="true">
      <rect width="34" height="16" rx="2" fill={markingColours.skin} />
      <path class="line-edge" d="M3,8H31" /><path class="line" d="M3,8H31" stroke={style.colour} stroke-dasharray={style.dashes ?? undefined} />
    </svg>
  );
}
