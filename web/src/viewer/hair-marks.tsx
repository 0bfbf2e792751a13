import type { VNode } from 'preact';
import { memo } from './memo.js';
import type { Hair } from '../../../src/domain/hair.js';
import { markingColours } from '../../../src/report/charts/palette.js';
import type { Fate, HairFate } from './hair-fates.js';

export type Marking = 'none' | 'kinds' | 'fates';

/** Colour and dashes of a line: kinds and fates differ by both, so that no colour vision is needed to tell them apart. */
export interface LineStyle { colour: string; dashes: string | null }

export const kindStyles: Record<'terminal' | 'vellus' | 'indeterminate' | 'unknown' | 'notCounted', LineStyle> = {
  terminal: { colour: markingColours.terminal, dashes: null },
  vellus: { colour: markingColours.vellus, dashes: '6 3' },
  indeterminate: { colour: markingColours.indeterminate, dashes: '2 3' },
  unknown: { colour: markingColours.unknownKind, dashes: null },
  notCounted: { colour: markingColours.notCounted, dashes: '2 5' },
};

export const fateStyles: Record<Fate, LineStyle> = {
  kept: { colour: markingColours.terminal, dashes: null },
  new: { colour: markingColours.gained, dashes: '6 3' },
  lost: { colour: markingColours.lost, dashes: '2 3' },
  unclear: kindStyles.indeterminate,
  unmatched: kindStyles.notCounted,
};

interface Props {
  hairs: readonly Hair[];
  fates: ReadonlyMap<number, HairFate> | null;
  marking: Marking;
  chosen: number | null;
}

function styleOf(hair: Hair, marking: Marking, fates: Props['fates']): LineStyle {
  if (!hair.counted) return kindStyles.notCounted;
  if (marking === 'fates') return fateStyles[fates?.get(hair.id)?.fate ?? 'unmatched'];
  return kindStyles[hair.kind ?? 'unknown'];
}

function pathOf(hair: Hair): string {
  return `M${hair.path.map(({ column, row }) => `${column} ${row}`).join('L')}`;
}

/** The hairs of one photograph as lines along their shafts, a ring at each exit point, a square where a person drew the hair. */
export const HairMarks = memo(({ hairs, fates, marking, chosen }: Props): VNode => {
  const shown = marking === 'none' ? [] : hairs;
  const picked = chosen === null ? undefined : hairs.find(({ id }) => id === chosen);
  return (
    <g class="hairs" aria-hidden="true">
      {shown.map((hair) => {
        const { colour, dashes } = styleOf(hair, marking, fates);
        const path = pathOf(hair);
        return <g key={hair.id}><path class="line-edge" d={path} /><path class="line" d={path} stroke={colour} stroke-dasharray={dashes ?? undefined} />{hair.counted && (hair.drawnByPerson === true ? <rect class="line root" x={hair.root.column - 4} y={hair.root.row - 4} width={8} height={8} stroke={colour} /> : <circle class="line root" cx={hair.root.column} cy={hair.root.row} r={4} stroke={colour} />)}</g>;
      })}
      {picked !== undefined && <g><path class="chosen-edge" d={pathOf(picked)} /><path class="chosen" d={pathOf(picked)} /></g>}
    </g>
  );
});

/** The hair whose shaft passes nearest to a place, within a distance; null when none does. */
export function nearestHair(hairs: readonly Hair[], x: number, y: number, within: number): Hair | null {
  let nearest: Hair | null = null, least = within;
  for (const hair of hairs) {
    for (let i = 1; i < hair.path.length; i++) {
      const distance = distanceToPiece(x, y, hair.path[i - 1]!, hair.path[i]!);
      if (distance < least) [nearest, least] = [hair, distance];
    }
  }
  return nearest;
}

function distanceToPiece(x: number, y: number, from: { row: number; column: number }, to: { row: number; column: number }): number {
  const [dx, dy] = [to.column - from.column, to.row - from.row];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.column) * dx + (y - from.row) * dy) / squared));
  return Math.hypot(x - from.column - along * dx, y - from.row - along * dy);
}
