import type { TimepointResult } from '../../domain/result.js';
import type { ManifestRow } from '../manifest/manifest-row.js';
import type { Refusal, StoredComparison } from '../work.js';

/** Where a row's series begins. */
export interface BaselineVisit { readonly row: number; readonly visit: string; readonly date: string }

/** What became of one row of the manifest. */
export interface RowOutcome {
  readonly row: ManifestRow;
  readonly baseline: BaselineVisit;
  readonly measured: { readonly result: TimepointResult; readonly thumbnail: string } | null;
  readonly refusal: Refusal | null;
  readonly comparison:
    | { readonly state: 'baseline' }
    | { readonly state: 'compared'; readonly stored: StoredComparison }
    | { readonly state: 'notCompared'; readonly code: string; readonly message: string };
}

/** A cell of a table: null is an empty cell. */
export type Cell = string | number | boolean | null;

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
