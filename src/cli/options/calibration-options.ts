import type { Command } from 'commander';
import { plausibleMicrometresPerPixel } from '../../domain/plausible-scale.js';
import { AnalysisError } from '../../errors.js';
import type { CalibrationRequest } from '../../index.js';
import { countThings } from '../text/count-things.js';

/** The options as commander hands them over. */
export interface CalibrationOptions {
  umPerPx?: string;
  fieldWidthMm?: string;
  scaleBarMm?: string;
  rulerMm?: string;
  device?: string;
  devicePresets?: string;
}

type OptionName = Exclude<keyof CalibrationOptions, 'device' | 'devicePresets'>;

interface CalibrationOption {
  readonly flag: string;
  readonly meaning: string;
  readonly smallest: number;
  readonly largest: number;
  readonly request: (value: number) => CalibrationRequest;
}

/** A value outside the bounds is a slip of the unit or of the point; the bounds of µm per pixel are those of the domain. */
const calibrationOptions: Readonly<Record<OptionName, CalibrationOption>> = {
  umPerPx: {
    flag: '--um-per-px', meaning: 'scale: micrometres per pixel', ...plausibleMicrometresPerPixel,
    request: (micrometresPerPixel) => ({ method: 'given', micrometresPerPixel }),
  },
  fieldWidthMm: {
    flag: '--field-width-mm', meaning: 'scale: width of the photographed field in millimetres', smallest: 0.1, largest: 500,
    request: (millimetres) => ({ method: 'fieldWidth', millimetres }),
  },
  scaleBarMm: {
    flag: '--scale-bar-mm', meaning: 'scale: length of the scale bar in the photograph in millimetres', smallest: 0.01, largest: 100,
    request: (millimetres) => ({ method: 'scaleBar', millimetres }),
  },
  rulerMm: {
    flag: '--ruler-mm', meaning: 'scale: distance of neighbouring ticks of the ruler in the photograph in millimetres, mostly 1', smallest: 0.01, largest: 100,
    request: (millimetres) => ({ method: 'ruler', millimetres }),
  },
};

/** Adds the ways to give a scale: one value for all photographs, or one for each unless the photographs stand in a manifest, which says where theirs differ. */
export function addCalibrationOptions(command: Command, { manifest = false } = {}): Command {
  for (const { flag, meaning } of Object.values(calibrationOptions)) {
    command.option(`${flag} <n>`, `${meaning}; ${manifest ? 'one value, for rows that give no scale' : "one value, or one for each photograph: 2.8,2.9 (or '2,8;2,9')"}`);
  }
  return command
    .option('--device <name>', `scale: name of a device among the site's presets; ${manifest ? 'one name, for rows that give no scale' : 'one name, or one for each photograph'}`)
    .option('--device-presets <file>', "the site's presets, JSON: names with µm per pixel and their uncertainty");
}

/** How many photographs a command was given; `manifest` where a table names them, with the scales of those that differ. */
type PhotoCount = number | 'manifest';

/**
 * The scale of each photograph, in their order, devices looked up among the site's presets; null where none was given. Of a manifest the one for rows that give none.
 * @throws AnalysisError as `readCalibrations` does, and for presets that cannot be read or do not hold the device.
 */
export async function readScales(options: CalibrationOptions, photoCount: PhotoCount): Promise<(CalibrationRequest | null)[]> {
  const { device, devicePresets } = options, other = (Object.keys(calibrationOptions) as OptionName[]).find((name) => options[name] !== undefined);
  if (device === undefined && devicePresets === undefined) return readCalibrations(options, photoCount);
  if (device === undefined || devicePresets === undefined) {
    throw new AnalysisError('usage.invalid', device === undefined ? '--device-presets names the file of presets; --device has to name one of them.' : '--device needs the file of presets: --device-presets FILE.');
  }
  if (other !== undefined) throw new AnalysisError('usage.invalid', `Give the scale in one way; got ${calibrationOptions[other].flag} and --device.`);
  const { readDevicePresets } = await import('./device-presets-file.js');
  const names = device.split(',').map((name) => name.trim());
  if (names.length !== 1 && names.length !== photoCount) throw wrongNumber(`--device ${JSON.stringify(device.slice(0, 60))} has ${names.length} names`, photoCount, 'Give one name for all photographs or one for each, separated by commas.');
  const presets = await readDevicePresets(devicePresets, names);
  return Array.from({ length: lengthOf(photoCount) }, (_, at) => ({ method: 'device', preset: presets[names.length === 1 ? 0 : at] }));
}

function lengthOf(photoCount: PhotoCount): number {
  return photoCount === 'manifest' ? 1 : photoCount;
}

function wrongNumber(has: string, photoCount: PhotoCount, hint: string): AnalysisError {
  if (photoCount !== 'manifest') return new AnalysisError('calibration.invalid', `${has} for ${countThings(photoCount, 'photograph')}.`, { hint });
  return new AnalysisError('calibration.invalid', `${has}; with a manifest it takes one.`, { hint: 'Give the one that holds for all photographs; where they differ, fill in the column um_per_px or field_width_mm of the manifest.' });
}

/**
 * The scale of each photograph, in their order; null where none was given.
 * @throws AnalysisError `calibration.invalid` for a value that is no plausible scale, `usage.invalid` for two ways at once.
 */
export function readCalibrations(options: CalibrationOptions, photoCount: PhotoCount): (CalibrationRequest | null)[] {
  const given = (Object.keys(calibrationOptions) as OptionName[]).filter((name) => options[name] !== undefined);
  if (given.length === 0) return Array.from({ length: lengthOf(photoCount) }, () => null);
  if (given.length > 1) {
    throw new AnalysisError('usage.invalid', `Give the scale in one way; got ${given.map((name) => calibrationOptions[name].flag).join(' and ')}.`);
  }
  const [name] = given;
  const option = calibrationOptions[name];
  const values = splitValues(options[name]!, option, lengthOf(photoCount)).map((text) => readValue(text, option, options[name]!));
  if (values.length !== 1 && values.length !== photoCount) {
    throw wrongNumber(`${option.flag} ${JSON.stringify(options[name]!.slice(0, 60))} has ${values.length} values`, photoCount,
      'Give one value for all photographs or one for each, separated by commas or semicolons; decimals have a point, or a comma where semicolons stand between the values.');
  }
  return Array.from({ length: lengthOf(photoCount) }, (_, at) => option.request(values[values.length === 1 ? 0 : at]));
}

/**
 * One number for each value. Semicolons or spaces between values leave the comma to decimals; without them 5,5 may be one value or two, and is refused: whoever
 * means 5.5 would get densities a fifth too low.
 *
 *     2.8,2.9 → 2.8 | 2.9      2,8;2,9 → 2.8 | 2.9      5 5 → 5 | 5      5, 5 → 5 | 5      5,5 → refused
 */
function splitValues(typed: string, { flag, smallest, largest }: CalibrationOption, photoCount: number): string[] {
  const text = typed.trim(), parts = text.split(text.includes(';') ? ';' : /,?\s+/).map((part) => part.trim());
  if (text.includes(';') || parts.length > 1) return parts.map((part) => (/^\d+,\d+$/.test(part) ? part.replace(',', '.') : part));
  if (/^\d+,\d+$/.test(text)) {
    const one = `Write one number with a point: ${text.replace(',', '.')}`;
    const mayBeTwo = photoCount === 2 && text.split(',').every((part) => Number(part) >= smallest && Number(part) <= largest);
    throw new AnalysisError('calibration.invalid', `${flag} ${text} can be read as one number with a decimal comma and as two.`, {
      hint: mayBeTwo ? `${one}; two numbers with a semicolon in quotation marks: '${text.replace(',', ';')}'.` : `${one}.`,
    });
  }
  return text.split(',');
}

function readValue(text: string, { flag, smallest, largest }: CalibrationOption, typed: string): number {
  const value = /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? Number(text) : NaN;
  if (!(value >= smallest && value <= largest)) {
    throw new AnalysisError('calibration.invalid', `${flag} must be a number from ${smallest} to ${largest}; got ${JSON.stringify(text.slice(0, 40))}${typed.includes(',') ? ` in ${JSON.stringify(typed.slice(0, 60))}` : ''}.`, {
      hint: flag === '--um-per-px' ? 'Look the scale up in the papers of the device, or photograph a ruler with it; write decimals with a point.' : `Write the number of millimetres alone, decimals with a point: ${flag} 0.5.`,
    });
  }
  return value;
}
