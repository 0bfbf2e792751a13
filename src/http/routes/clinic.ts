import { rm } from 'node:fs/promises';
import { type Request, Router } from 'express';
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
    const wanted = clinicRequestSchema.parse(jsonOf(request));
    response.json(describeClinic(await changeClinic(store, personOf(response).name, wanted, seenBy(request))));
  });
  routes.get('/logo', async (_request, response) => {
    const { logo } = await findClinic(store);
    if (logo === null) throw new AnalysisError('request.notFound', 'No logo of the clinic is set.');
    response.type('image/png').send(Buffer.from(logo.png));
  });
  routes.put('/logo', async (request, response) => {
    const seen = seenBy(request);
    const { path } = await receiveUpload(request, response, store.folders, expectedLogo);
    try {
      const logo = await reader.run('logo', { file: path }, undefined, askerOf(response));
      response.json(describeClinic(await changeClinic(store, personOf(response).name, { logo }, seen)));
    } finally {
      await rm(path, { force: true });
    }
  });
  routes.delete('/logo', async (request, response) => { response.json(describeClinic(await changeClinic(store, personOf(response).name, { logo: null }, seenBy(request)))); });
  return routes;
}

/** The state that a change was made on: of two administrators who change the same at once, the second is told. */
function seenBy({ headers }: Request): string {
  const seen = headers['if-match'];
  if (seen === undefined) throw new AnalysisError('request.unconditional', 'Name, address, paper and logo of the clinic are changed only with the state that they were seen in.', { hint: 'Send If-Match with its etag (logoEtag for the logo), as the settings of the clinic give it.' });
  return seen;
}
