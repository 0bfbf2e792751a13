import { Router } from 'express';
import { rm } from 'node:fs/promises';
import { AnalysisError } from '../../errors.js';
import { checkOf, keptCheckOf } from '../../jobs/check-of.js';
import type { Asker } from '../../jobs/fair-queue.js';
import { readUpload, readyPicture } from '../../jobs/inspect-photograph.js';
import type { PhotographCheck } from '../../jobs/photograph-check.js';
import { namesOfPhotographs } from '../../study/holdings.js';
import { findPhotograph, rememberPhotograph, requireOriginal } from '../../study/photographs.js';
import type { Person } from '../../study/person.js';
import type { PhotographRow } from '../../study/tables/photograph-rows.js';
import { noteUnsettled, settle, strikeOut } from '../../study/unsettled.js';
import { askerOf } from '../asker.js';
import { personOf } from '../authorise.js';
import { checkRequestSchema } from '../check-request.js';
import type { Dependencies } from '../dependencies.js';
import { jsonOf } from '../json-body.js';
import { receiveUpload, type Upload } from '../upload.js';

const sha256Pattern = /^[0-9a-f]{64}$/;

/** Upload, look up and show photographs. */
export function photographRoutes(dependencies: Dependencies): Router {
  const { store, reader, laterChecks, method: { methodVersion } } = dependencies, checking = { store, reader, methodVersion };
  const routes = Router();

  routes.post('/', async (request, response) => {
    const { isNew, row } = await admit(dependencies, personOf(response), await receiveUpload(request, response, store.folders), askerOf(response));
    // To whom it is new is not told whether somebody else's has been checked.
    const check = isNew ? null : await keptCheckOf(checking, row.sha256);
    if (check === null) laterChecks.add(row.sha256);
    response.status(isNew ? 201 : 200).location(`/api/v1/photographs/${row.sha256}`).json(describePhotograph(row, check));
  });

  routes.get('/:id', async (request, response) => {
    const row = await requirePhotograph(store, request.params.id, personOf(response));
    response.json(describePhotograph(row, await checkOf(checking, row.sha256, askerOf(response))));
  });

  routes.post('/:id/check', async (request, response) => {
    const { sha256 } = await requirePhotograph(store, request.params.id, personOf(response)), { calibration } = checkRequestSchema.parse(jsonOf(request));
    const { usable, checks, calibration: found } = await reader.run('check', { file: await store.originals.locate(sha256), request: { calibration } }, undefined, askerOf(response));
    response.json({ usable, checks, calibration: found });
  });

  routes.get('/:id/picture', async (request, response) => {
    const { sha256 } = await requirePhotograph(store, request.params.id, personOf(response));
    const file = await readyPicture({ store, reader }, sha256, 'display', askerOf(response));
    if (typeof file !== 'string') return void response.type('image/jpeg').send(Buffer.from(file));
    await new Promise<void>((resolve, reject) => {
      response.type('image/jpeg').sendFile(file, { dotfiles: 'allow', acceptRanges: false, cacheControl: false, etag: false, lastModified: false }, (error) => {
        // Whoever has gone away is told nothing.
        const isGone = (error as NodeJS.ErrnoException | undefined)?.code === 'ECONNABORTED';
        if (error == null || response.headersSent || isGone) resolve();
        else reject(error);
      });
    });
  });

  return routes;
}

/**
 * From the quarantine to the originals, once it was read to its end; an original that was lost is there again. Nothing stays in the quarantine, whatever
 * happens.
 */
async function admit({ store, reader }: Dependencies, person: Person, { path, sha256, name, bytes }: Upload, asker: Asker): Promise<{ isNew: boolean; row: Omit<PhotographRow, 'uploaded_at'> }> {
  let note: string | null = null;
  try {
    const { format, width, height, capturedAt } = await readUpload(reader, path, asker), row = { sha256, name, format, bytes, width, height, captured_at: capturedAt };
    note = await noteUnsettled(store.folders, sha256);
    await store.originals.keep(path, sha256);
    const isNew = await rememberPhotograph(store, person.name, row, person, () => requireOriginal(store, sha256));
    await strikeOut(store.folders, note);
    return { isNew, row };
  } catch (error) {
    // What cannot be settled now is settled at the next start.
    if (note !== null) await settle(store, note).catch(() => undefined);
    // Otherwise it has moved to the originals.
    await rm(path, { force: true });
    throw error;
  }
}

/** @throws AnalysisError `request.notFound` for an id that no photograph has, or that is none. */
async function requirePhotograph(store: Dependencies['store'], id: string, person: Person): Promise<PhotographRow> {
  const row = sha256Pattern.test(id) ? await findPhotograph(store, id) : null;
  if (row === null) throw new AnalysisError('request.notFound', 'There is no such photograph.');
  return { ...row, name: (await namesOfPhotographs(store, person, [id])).get(id) ?? row.name };
}

function describePhotograph({ sha256, name, format, bytes, width, height, captured_at }: Omit<PhotographRow, 'uploaded_at'>, check: PhotographCheck | null): object {
  const checked = check === null ? { quality: null, isCovered: null } : { quality: { usable: check.usable, checks: check.checks }, isCovered: check.isCovered };
  return { id: sha256, name, format, bytes, width, height, capturedAt: captured_at, picture: `/api/v1/photographs/${sha256}/picture`, isChecked: check !== null, ...checked };
}
