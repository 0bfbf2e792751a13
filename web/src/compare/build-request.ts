import type { DevicePreset } from '../../../src/domain/device-presets.js';
import { plausibleMicrometresPerPixel } from '../../../src/domain/plausible-scale.js';
import type { ComparisonRequest } from '../../../src/jobs/comparison-request.js';
import type { Photograph } from '../answers.js';
import { type MarkedRegion, regionOf } from './region.js';

export const scaleMethods = ['given', 'fieldWidth', 'scaleBar', 'ruler', 'twoPoint', 'device', 'unknown'] as const;
export type ScaleMethod = (typeof scaleMethods)[number];

/** A point marked in a photograph, and how exactly: its standard deviation in pixels of the original. */
export interface MarkedPoint { row: number; column: number; errorPx: number }

/** The scale of one photograph as it was typed and marked. */
export interface Scale {
  method: ScaleMethod;
  text: string;
  points: readonly MarkedPoint[];
  /** Chosen among the devices of the site. */
  device: DevicePreset | null;
  /** What was typed for other methods, for whoever goes back to one. */
  typed?: Partial<Record<ScaleMethod, string>>;
}

export const emptyScale: Scale = { method: 'given', text: '', points: [], device: null };

/** The same scale given in another way. A number that was typed for one is never taken for another: 5 µm a pixel is no field of 5 mm. */
export function changeMethod(scale: Scale, method: ScaleMethod): Scale {
  const typed = { ...scale.typed, [scale.method]: scale.text };
  return { ...scale, method, text: typed[method] ?? '', typed };
}

/** What is typed beside a comparison. */
export interface Labels { subject: string; targetArea: string; clinicName: string; terminalThresholdUm: string; preset: string; kind: PhotographKind }

/** What the photographs show; `auto` is told from each of them. */
export type PhotographKind = 'closeup' | 'global' | 'auto';

const bounds: Record<Exclude<ScaleMethod, 'device' | 'unknown'>, { what: string; smallest: number; largest: number }> = {
  given: { what: 'the micrometres per pixel', ...plausibleMicrometresPerPixel },
  fieldWidth: { what: 'the width of the field in millimetres', smallest: 0.1, largest: 500 },
  scaleBar: { what: 'the length of the scale bar in millimetres', smallest: 0.01, largest: 100 },
  ruler: { what: 'the distance of the ticks of the ruler in millimetres', smallest: 0.01, largest: 100 },
  twoPoint: { what: 'the length between the two points in millimetres', smallest: 0.01, largest: 100 },
};

/** What a scale method is given in. */
export function unitOf(method: ScaleMethod): 'µm' | 'mm' {
  return method === 'given' ? 'µm' : 'mm';
}

/** Units as people write them behind a number, after NFKC, which makes one of both signs for micro. */
const writtenUnits = { µm: /(?:μm|um|microns?|micromet(?:re|er)s?)(?: *(?:\/|per) *(?:px|pixels?))?$/i, mm: /(?:mm|millimet(?:re|er)s?)$/i, min: /min(?:\.|utes?)?$/i };

/**
 * A number as people type it: with a point or a comma, in the digits of their keyboard (５．５, ٥٫٥), with the unit that is asked for behind it. Any other unit is not understood: nothing is converted in silence.
 * @param unit  What the field is given in; without one, the number stands alone.
 */
export function readNumber(text: string, unit?: keyof typeof writtenUnits): number | null {
  const plain = text.normalize('NFKC').replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace('٫', '.');
  const typed = (unit === undefined ? plain : plain.trim().replace(writtenUnits[unit], '')).trim().replace(',', '.');
  return /^\d*\.?\d+$|^\d+\.$/.test(typed) ? Number(typed) : null;
}

/** What is still missing of a scale, in a sentence; null when it is complete. */
export function scaleProblem({ method, text, points, device }: Scale, whose: string | null): string | null {
  if (method === 'unknown') return null;
  const of = whose === null ? '' : ` of the photograph ${whose.toLowerCase()}`;
  if (method === 'device') return device === null ? `Choose the device${of}.` : null;
  if (method === 'twoPoint' && points.length < 2) return `Mark two points on the ruler${of}.`;
  const value = readNumber(text, unitOf(method));
  const { what, smallest, largest } = bounds[method];
  return value === null || value < smallest || value > largest ? `Give ${what}${of}, from ${smallest} to ${largest}.` : null;
}

/** A complete scale as the service takes it. */
export function calibrationOf({ method, text, points, device }: Scale): ComparisonRequest['baseline']['calibration'] {
  const value = readNumber(text, unitOf(method))!;
  switch (method) {
    case 'unknown': return null;
    case 'device': return { method, preset: device! };
    case 'given': return { method, micrometresPerPixel: value };
    case 'twoPoint': {
      const [from, to] = points.map(({ row, column }) => ({ row, column }));
      return { method, millimetres: value, from: from!, to: to!, pointErrorPx: Math.hypot(points[0]!.errorPx, points[1]!.errorPx) / Math.SQRT2 };
    }
    default: return { method, millimetres: value };
  }
}

/** The request for complete slots and scales. */
export function buildRequest(slots: readonly { file: { name: string } | null; photograph: Photograph | null; date: string }[], scales: readonly Scale[], labels: Labels, marked: MarkedRegion): ComparisonRequest {
  const [baseline, followUp] = slots.map(({ photograph, file, date }, at) => ({
    photograph: photograph!.id, name: file?.name ?? photograph!.name, calibration: labels.kind === 'global' ? null : calibrationOf(scales[at]!), date: date === '' ? null : date,
  }));
  // All of the scalp is what is measured where nothing is said.
  const region = labels.kind === 'global' && marked.shape !== 'scalp' ? regionOf(marked) : null;
  const typed = Object.fromEntries((['subject', 'targetArea', 'clinicName'] as const).flatMap((name) => (labels[name].trim() === '' ? [] : [[name, labels[name].trim()]])));
  return {
    baseline: { ...baseline!, ...(region === null ? {} : { region }) }, followUps: [followUp!],
    options: { terminalThresholdUm: readNumber(labels.terminalThresholdUm, 'µm') ?? Number.NaN, preset: labels.preset as 'standard', ...(labels.kind === 'closeup' ? {} : { kind: labels.kind }) },
    labels: typed,
  };
}
