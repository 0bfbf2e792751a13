import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseDevicePresets, pickDevicePreset, type DevicePreset } from '../../domain/device-presets.js';
import { AnalysisError } from '../../errors.js';

/** A file larger than this is no list of devices. */
const largestFile = 1_000_000;

/**
 * Looks devices up in a site's file of presets.
 * @returns One preset a name, in the order of the names.
 * @throws AnalysisError `calibration.invalid` for a file that cannot be read, holds something else, or does not hold a name.
 */
export async function readDevicePresets(file: string, names: readonly string[]): Promise<DevicePreset[]> {
  const presets = parseDevicePresets(await readText(file));
  return names.map((name) => pickDevicePreset(presets, name));
}

async function readText(file: string): Promise<string> {
  const shown = JSON.stringify(basename(file));
  try {
    const entry = await stat(file), { size } = entry;
    // A pipe that nobody writes to is waited for without end.
    if (!entry.isFile()) throw new TypeError('no file');
    if (size > largestFile) throw new AnalysisError('calibration.invalid', `The file of device presets ${shown} is larger than a megabyte.`, { hint: 'Name the JSON file that holds the presets.' });
    return await readFile(file, 'utf8');
  } catch (caught) {
    if (caught instanceof AnalysisError) throw caught;
    throw new AnalysisError('calibration.invalid', `The file of device presets ${shown} cannot be read.`, { hint: 'Check the spelling of the file name, and that it is a file that you may read.', cause: caught });
  }
}
