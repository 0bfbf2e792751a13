import { Router } from 'express';
import { readFile, rm } from 'node:fs/promises';
import { AnalysisError } from '../../errors.js';
import type { Asker } from '../../jobs/fair-queue.js';
import { inspectAgain, inspectPhotograph, readyPicture } from '../../jobs/inspect-photograph.js';
import { filesOf } from '../../jobs/photograph-files.js';
import { type PhotographCheck, photographCheckSchema } from '../../jobs/photograph-check.js';
import { namesOfPhotographs } from '../../study/holdings.js';
import { checkPath } from '../../study/originals.js';
import { findPhotograph, rememberPhotograph, requireOriginal } from '../../study/photographs.js';
import type { Person } from '../../study/person.js';
import type { PhotographRow } from '../../study/tables.js';
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
  const { store, reader } = dependencies;
  const routes = Router();

  routes.post('/', async (request, response) => {
    const { isNew, row, check } = await admit(dependencies, personOf(response), await receiveUpload(request, response, store.folders), askerOf(response));
    response.status(isNew ? 201 : 200).location(`/api/v1/photographs/${row.sha256}`).json(describePhotograph(row, check));
  });

  routes.get('/:id', async (request, response) => {
    const row = await requirePhotograph(store, request.params.id, personOf(response));
    response.json(describePhotograph(row, await findCheck(dependencies, row.sha256, askerOf(response))));
  });

  routes.post('/:id/check', async (request, response) => {
    const { sha256 } = await requirePhotograph(store, request.params.id, personOf(response)), { calibration } = checkRequestSchema.parse(jsonOf(request));
    const { usable, checks, calibration: found } = await reader.run('check', { file: await store.originals.locate(sha256), request: { calibration } }, undefined, askerOf(response));
    response.json({ usable, checks, calibration: found });
  });

  routes.get('/:id/picture', async (request, response) => {
    const { sha256 } = await requirePhotograph(store, request.params.id, personOf(response));
    const file = await readyPicture({ store, reader }, sha256, 'display', askerOf(response));
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
 * happens, and nothing that was made of a photograph that is not kept.
 */
async function admit({ store, reader, method }: Dependencies, person: Person, { path, sha256, name, bytes }: Upload, asker: Asker): Promise<{ isNew: boolean; row: Omit<PhotographRow, 'uploaded_at'>; check: PhotographCheck }> {
  let note: string | null = null;
  try {
    note = await noteUnsettled(store.folders, sha256);
    const { row, check } = await readUpload();
    await store.originals.keep(path, sha256);
    const isNew = await rememberPhotograph(store, person.name, row, person, () => requireOriginal(store, sha256));
    await strikeOut(store.folders, note);
    return { isNew, row, check };
  } catch (error) {
    // What cannot be settled now is settled at the next start.
    if (note !== null) await settle(store, note).catch(() => undefined);
    throw error;
  } finally {
    await rm(path, { force: true });
  }

  async function readUpload(): Promise<{ row: Omit<PhotographRow, 'uploaded_at'>; check: PhotographCheck }> {
    const known = await findPhotograph(store, sha256);
    if (known !== null) return { row: { ...known, name }, check: await findCheck({ store, reader, method }, sha256, asker, path) };
    const { format, width, height, capturedAt, check } = await inspectPhotograph(reader, await filesOf(store, sha256, path), asker);
    return { row: { sha256, name, format, bytes, width, height, captured_at: capturedAt }, check };
  }
}

/** The check of a photograph as it was kept; made again from the original where it is missing, damaged, or of another method. */
async function findCheck({ store, reader, method }: Pick<Dependencies, 'store' | 'reader' | 'method'>, sha256: string, asker: Asker, upload?: string): Promise<PhotographCheck> {
  const kept = await readFile(checkPath(store.folders, sha256), 'utf8').then((text) => photographCheckSchema.safeParse(JSON.parse(text)).data).catch(() => undefined);
  if (kept?.methodVersion === method.methodVersion) return kept;
  return (await (upload === undefined ? inspectAgain({ store, reader }, sha256, asker) : inspectPhotograph(reader, await filesOf(store, sha256, upload), asker))).check;
}

/** @throws AnalysisError `request.notFound` for an id that no photograph has, or that is none. */
async function requirePhotograph(store: Dependencies['store'], id: string, person: Person): Promise<PhotographRow> {
  const row = sha256Pattern.test(id) ? await findPhotograph(store, id) : null;
  if (row === null) throw new AnalysisError('request.notFound', 'There is no such photograph.');
  return { ...row, name: (await namesOfPhotographs(store, person, [id])).get(id) ?? row.name };
}

function describePhotograph({ sha256, name, format, bytes, width, height, captured_at }: Omit<PhotographRow, 'uploaded_at'>, { usable, checks, isCovered }: PhotographCheck): object {
  return { id: sha256, name, format, bytes, width, height, capturedAt: captured_at, picture: `/api/v1/photographs/${sha256}/picture`, quality: { usable, checks }, isCovered };
}
