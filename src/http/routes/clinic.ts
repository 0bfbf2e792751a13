import { rm } from 'node:fs/promises';
import { Router } from 'express';
import { AnalysisError } from '../../errors.js';
import { logoLimits, logoTooLarge, sniffLogo } from '../../image-io/encode-logo.js';
import { changeClinic, findClinic } from '../../study/clinic.js';
import { askerOf } from '../asker.js';
import { personOf } from '../authorise.js';
import { clinicRequestSchema, describeClinic } from '../clinic-interface.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { receiveUpload } from '../upload.js';

const expectedLogo = { field: 'logo', bytes: logoLimits.bytes, checkStart: sniffLogo, tooLarge: logoTooLarge };

/** What stands above the reports of this installation. */
export function clinicRoutes({ store, reader }: Dependencies): Router {
  const routes = Router();
  routes.get('/', async (_request, response) => { response.json(describeClinic(await findClinic(store))); });
  routes.put('/', async (request, response) => {
    response.json(describeClinic(await changeClinic(store, personOf(response).name, clinicRequestSchema.parse(jsonOf(request)))));
  });
  routes.get('/logo', async (_request, response) => {
    const { logo } = await findClinic(store);
    if (logo === null) throw new AnalysisError('request.notFound', 'No logo of the clinic is set.');
    response.type('image/png').send(Buffer.from(logo.png));
  });
  routes.put('/logo', async (request, response) => {
    const { path } = await receiveUpload(request, response, store.folders, expectedLogo);
    try {
      const logo = await reader.run('logo', { file: path }, undefined, askerOf(response));
      response.json(describeClinic(await changeClinic(store, personOf(response).name, { logo })));
    } finally {
      await rm(path, { force: true });
    }
  });
  routes.delete('/logo', async (_request, response) => { response.json(describeClinic(await changeClinic(store, personOf(response).name, { logo: null }))); });
  return routes;
}
