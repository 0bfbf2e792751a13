import type { Change, TimepointResult } from '../../domain/result.js';
import type { Cell } from '../../tables/write-table.js';
import type { ManifestRow } from '../manifest/manifest-row.js';
import type { Refusal, StoredComparison } from '../work.js';

/** Where a row's series begins. */
export interface BaselineVisit { readonly row: number; readonly visit: string; readonly date: string; readonly photo: string }

/** What became of one row of the manifest. */
export interface RowOutcome {
  readonly row: ManifestRow;
  readonly baseline: BaselineVisit;
  /** Whether the series begins at another visit than most of its target area do: its change is no change from their baseline. */
  readonly fromOtherBaseline: boolean;
  readonly measured: { readonly result: TimepointResult; readonly thumbnail: string } | null;
  readonly refusal: Refusal | null;
  readonly comparison:
    | { readonly state: 'baseline' }
    | { readonly state: 'compared'; readonly stored: StoredComparison }
    | { readonly state: 'notCompared'; readonly code: string; readonly message: string };
}

/** A row whose photograph, or whose comparison, failed, and why. */
export interface FailedRow { readonly row: ManifestRow; readonly refusal: Refusal }

/** All of them, in the order of the manifest. */
export interface FailedRows {
  readonly failures: readonly FailedRow[];
  /** Follow-ups that were measured, as was their baseline, and could not be looked at beside it: crash, time, memory. Nothing of it is kept, so the next run tries again. */
  readonly failedComparisons: readonly FailedRow[];
}

export interface Column<Of> {
  readonly name: string;
  readonly of: (each: Of) => Cell;
}

/** What the manifest says about a row, first in every table. */
export const manifestColumns: readonly Column<RowOutcome>[] = [
  { name: 'row', of: ({ row }) => row.row },
  { name: 'subject', of: ({ row }) => row.subject },
  { name: 'arm', of: ({ row }) => row.arm },
  { name: 'target_area', of: ({ row }) => row.targetArea },
  { name: 'view', of: ({ row }) => row.view },
  { name: 'visit', of: ({ row }) => row.visit },
  { name: 'date', of: ({ row }) => row.date },
  { name: 'photo', of: ({ row }) => row.photo },
];

/** The name of a figure as tables have it: `terminalDensityPerCm2` → `terminal_density_per_cm2`. */
export function toColumnName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What a change in percent counts: of coverage points of the region, of everything else hundredths of the baseline. */
export function nameChangeUnit({ unit }: Pick<Change, 'unit'>): '%' | 'percentage points' {
  return unit === 'percentagePoints' ? 'percentage points' : '%';
}

/** A score as part of a column's name: −2 → `minus_2`, 0 → `0`, 3 → `plus_3`. */
export function nameScore(score: number): string {
  return score > 0 ? `plus_${score}` : score < 0 ? `minus_${-score}` : '0';
}
