import { z } from 'zod';
import { AnalysisError } from '../errors.js';
import { plausibleMicrometresPerPixel } from './calibration.js';

/**
 * The scale of one device of a site, measured once, e.g. with a ruler. `photoSizePx` is the size of its photographs:
 * a photograph of another size was made smaller or cut, and this scale is not its own.
 */
export const devicePresetSchema = z.strictObject({
  name: z.string().trim().min(1).max(80).regex(/^[^,\p{Cc}]*$/u, 'must hold no comma'),
  umPerPx: z.number().min(plausibleMicrometresPerPixel.smallest).max(plausibleMicrometresPerPixel.largest),
  /** One standard deviation of the scale as a share of it. */
  relativeUncertainty: z.number().min(0.0005).max(0.1),
  photoSizePx: z.tuple([z.number().int().positive(), z.number().int().positive()]).optional(),
});
export type DevicePreset = z.infer<typeof devicePresetSchema>;

const presetFileSchema = z.strictObject({ devices: z.array(devicePresetSchema).min(1).max(1000) });

/**
 * Reads a site's presets: `{ "devices": [ { "name": "Scope 1", "umPerPx": 2.762, "relativeUncertainty": 0.01, "photoSizePx": [1280, 1024] } ] }`.
 * @throws AnalysisError `calibration.invalid` that names the device and the field, for what is no such text, and for two devices of one name.
 */
export function parseDevicePresets(text: string): DevicePreset[] {
  const parsed = presetFileSchema.safeParse(readJson(text));
  if (!parsed.success) {
    // A name that is not known explains why the right one is missing.
    const { issues } = parsed.error, { path, message } = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0], [, place, ...field] = path;
    const where = typeof place === 'number' ? `device ${place + 1}${field.length > 0 ? `, ${field.join('.')}` : ''}: ` : path.length > 0 ? `${path.join('.')}: ` : '';
    throw refuse(`The device presets cannot be used: ${where}${message}.`);
  }
  const { devices } = parsed.data, names = devices.map(({ name }) => keyOf(name)), twice = names.findIndex((name, i) => names.indexOf(name) !== i);
  if (twice >= 0) throw refuse(`The device presets hold ${JSON.stringify(devices[twice].name)} twice.`);
  return devices;
}

/** @throws AnalysisError `calibration.invalid` for a name that is not there, with the name that may have been meant. */
export function pickDevicePreset(presets: readonly DevicePreset[], name: string): DevicePreset {
  const wanted = keyOf(name), preset = presets.find((other) => keyOf(other.name) === wanted);
  if (preset !== undefined) return preset;
  const [nearest] = presets.map((other) => ({ name: other.name, steps: editSteps(wanted, keyOf(other.name)) })).sort((a, b) => a.steps - b.steps);
  const isNear = nearest !== undefined && nearest.steps <= Math.max(1, Math.floor(wanted.length / 3));
  const known = presets.slice(0, 8).map((other) => JSON.stringify(other.name)).join(', ');
  throw new AnalysisError('calibration.invalid', `There is no device ${JSON.stringify(name.slice(0, 80))} among the presets.`, {
    hint: isNear ? `Did you mean ${JSON.stringify(nearest.name)}?` : `The presets hold ${known}${presets.length > 8 ? ` and ${presets.length - 8} more` : ''}.`,
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw refuse('The device presets are no JSON.');
  }
}

function refuse(message: string): AnalysisError {
  return new AnalysisError('calibration.invalid', message, {
    hint: 'Write { "devices": [ { "name": "Scope 1", "umPerPx": 2.762, "relativeUncertainty": 0.01, "photoSizePx": [1280, 1024] } ] }; photoSizePx may be left out.',
  });
}

/** Names that differ only in capitals, spaces or the form of their accents are one. */
const keyOf = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

/** Letters to put in, take out or change until one text is the other (Levenshtein). */
function editSteps(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length];
}
