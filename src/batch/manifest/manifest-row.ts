import type { CalibrationRequest } from '../../analysis/calibrate.js';

export const requiredColumns = ['subject', 'arm', 'target_area', 'visit', 'date', 'photo'] as const;
export const optionalColumns = ['um_per_px', 'field_width_mm', 'view', 'kind'] as const;
export type ManifestColumn = (typeof requiredColumns)[number] | (typeof optionalColumns)[number];

export const photoKinds = ['closeup', 'global', 'auto'] as const;
export type PhotoKind = (typeof photoKinds)[number];

/** One photograph that a manifest asks for. */
export interface ManifestRow {
  /** As a spreadsheet counts: the header is row 1, empty rows count. */
  readonly row: number;
  readonly subject: string;
  /** Empty where the batch is no trial. */
  readonly arm: string;
  readonly targetArea: string;
  readonly visit: string;
  /** ISO day, e.g. `2026-01-31`. */
  readonly date: string;
  /** As written in the manifest, relative to it. */
  readonly photo: string;
  readonly view: string;
  /** Null where the manifest does not say. */
  readonly kind: PhotoKind | null;
  readonly calibration: CalibrationRequest | null;
}
