import { usualTerminalThresholdUm } from '../../../src/domain/terminal-threshold.js';
import type { ComparisonRequest } from '../../../src/jobs/comparison-request.js';
import { emptyScale, type Labels, type Scale } from './build-request.js';
import { type MarkedRegion, wholeScalp } from './region.js';
import type { Both } from './slots.js';

type Entry = ComparisonRequest['baseline'];

/** What is to be typed, chosen and marked again to ask for the same comparison, so that one thing of it can be changed. */
export interface FormerEntries { readonly entries: Both<Entry>; readonly scales: Both<Scale>; readonly isShared: boolean; readonly labels: Labels; readonly region: MarkedRegion }

/** @param write  A number as it is put into a field. @returns null for a series of visits, which belongs to a study. */
export function formerEntriesOf({ baseline, followUps: [followUp, ...others], options = {}, labels = {} }: ComparisonRequest, write: (value: number) => string): FormerEntries | null {
  if (followUp === undefined || others.length > 0) return null;
  const scales = [scaleOf(baseline, write), scaleOf(followUp, write)] as const;
  return {
    entries: [baseline, followUp], scales, isShared: JSON.stringify(scales[0]) === JSON.stringify(scales[1]) && scales[0].method !== 'twoPoint',
    labels: {
      subject: labels.subject ?? '', targetArea: labels.targetArea ?? '', clinicName: labels.clinicName ?? '',
      terminalThresholdUm: write(options.terminalThresholdUm ?? usualTerminalThresholdUm), preset: options.preset ?? 'standard', kind: options.kind ?? 'closeup',
    },
    region: regionMarksOf(baseline.region),
  };
}

function scaleOf({ calibration }: Entry, write: (value: number) => string): Scale {
  if (calibration === null) return { ...emptyScale, method: 'unknown' };
  const { method } = calibration;
  if (method === 'device') return { ...emptyScale, method, device: calibration.preset };
  if (method === 'given') return { ...emptyScale, method, text: write(calibration.micrometresPerPixel) };
  const scale = { ...emptyScale, method, text: write(calibration.millimetres) };
  return method === 'twoPoint' ? { ...scale, points: [calibration.from, calibration.to].map((point) => ({ ...point, errorPx: calibration.pointErrorPx })) } : scale;
}

/** The marks with which a region was drawn, or others that draw the same. */
export function regionMarksOf(region: Entry['region'] | null): MarkedRegion {
  if (region === undefined || region === null) return wholeScalp;
  if (region.shape === 'polygon') return { shape: region.shape, points: region.outline };
  if (region.shape !== 'ellipse') return { shape: region.shape, points: [] };
  const { row, column, width, height, turnDegrees } = region, turn = (turnDegrees * Math.PI) / 180, along = { row: Math.sin(turn), column: Math.cos(turn) };
  const end = (share: number): { row: number; column: number } => ({ row: row + share * width * along.row, column: column + share * width * along.column });
  return { shape: region.shape, points: [end(-0.5), end(0.5), { row: row - 0.5 * height * along.column, column: column + 0.5 * height * along.row }] };
}
