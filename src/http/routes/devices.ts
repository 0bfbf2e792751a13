import { readFile } from 'node:fs/promises';
import { Router } from 'express';
import { parseDevicePresets } from '../../domain/device-presets.js';
import { AnalysisError } from '../../errors.js';
import type { Dependencies } from '../dependencies.js';

/** The devices of the site with their scales, read anew at each request; none where no file lists any. */
export function deviceRoutes({ devicePresetsFile }: Dependencies): Router {
  const routes = Router();
  routes.get('/', async (_request, response) => {
    const text = await readFile(devicePresetsFile, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null;
      throw new AnalysisError('calibration.invalid', 'The file of device presets, devices.json in the data folder, cannot be read.', { hint: 'Check that it is a file that you may read.', cause });
    });
    response.json({ devices: text === null ? [] : parseDevicePresets(text) });
  });
  return routes;
}
