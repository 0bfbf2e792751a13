import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { AnalysisError } from '../errors.js';
import { photoLimits } from '../image-io/photo-limits.js';
import { sniffFormat } from '../image-io/sniff-format.js';
import { folderFault } from '../study/folder-fault.js';
import { type DataFolders, quarantinePath } from '../study/originals.js';
import { invalid, sendProblem } from './problem.js';

/** A file in quarantine: its kind is known from its first bytes, the rest of it was not looked at. */
export interface Upload {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What a form brings: the field of its file, the largest one, and how it has to begin. */
export interface ExpectedFile { readonly field: string; readonly bytes: number; readonly checkStart: (start: Uint8Array) => unknown; readonly tooLarge: () => AnalysisError }

const photograph: ExpectedFile = { field: 'photograph', bytes: photoLimits.bytes, checkStart: sniffFormat, tooLarge };

/** Room for the form around the file. */
const formBytes = 64 * 1024;

/**
 * Streams the file of a form into the quarantine, hashing it on its way; a photograph where nothing else is expected.
 * @throws AnalysisError for a body that is no such form, is empty, is too large or begins like no photograph; nothing stays then.
 */
export async function receiveUpload(request: Request, response: Response, folders: DataFolders, expected = photograph): Promise<Upload> {
  if (!request.is('multipart/form-data')) throw new AnalysisError('request.mediaType', `Expected a form (multipart/form-data) with the ${expected.field} in it.`);
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > expected.bytes + formBytes) throw expected.tooLarge();
  const path = quarantinePath(folders);
  try {
    const file = await readForm(request, response, path, expected);
    if (file.size === 0) throw new AnalysisError('photo.empty', 'This file is empty.');
    expected.checkStart(await readStart(path));
    return { path, name: cleanName(file.originalname), sha256: (file as unknown as { sha256: string }).sha256, bytes: file.size };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

function tooLarge(): AnalysisError {
  return new AnalysisError('photo.tooLarge', `This file is larger than ${photoLimits.bytes / (1024 * 1024)} MB.`);
}

function readForm(request: Request, response: Response, path: string, { field, bytes, tooLarge: refusal }: ExpectedFile): Promise<Express.Multer.File> {
  const form = multer({
    storage: { _handleFile: (_request, file, done) => { storeHashed(file.stream, path).then((info) => done(null, info as object), done); }, _removeFile: (_request, _file, done) => done(null) },
    // Browsers send names as UTF-8; busboy would read them as Latin-1.
    defParamCharset: 'utf8',
    limits: { files: 1, fields: 0, parts: 1, fileSize: bytes, headerPairs: 20, fieldNameSize: 100 },
  }).single(field) as RequestHandler;
  return new Promise((resolve, reject) => {
    // Multer waits for the end of a body that it refuses; one without an announced length need not have an end.
    let seen = 0;
    request.on('data', (chunk: Buffer) => {
      seen += chunk.length;
      if (seen <= bytes + formBytes || response.headersSent) return;
      response.setHeader('Connection', 'close');
      sendProblem(response, refusal());
      response.once('finish', () => request.destroy());
    });
    form(request, response, (error: unknown) => {
      if (request.file !== undefined && error === undefined) return resolve(request.file);
      if (error === undefined) return reject(invalid(`Expected a file in the field "${field}" of the form.`));
      if (error instanceof multer.MulterError) return reject(error.code === 'LIMIT_FILE_SIZE' ? refusal() : invalid(`Expected one file in the field "${field}" of the form and nothing else.`));
      const known = error instanceof AnalysisError || typeof (error as NodeJS.ErrnoException).code === 'string';
      reject(known ? error : invalid('The form could not be read to its end.'));
    });
  });
}

async function storeHashed(stream: NodeJS.ReadableStream, path: string): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(stream, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 })).catch((error: NodeJS.ErrnoException) => {
    // A fault of our disk is told from one of the sender's connection.
    throw error.syscall === 'open' || error.syscall === 'write' || error.syscall === 'close' ? folderFault(error) : error;
  });
  return { size, sha256: hash.digest('hex') };
}

async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const longestName = 255;

/** The file's name without folders and control characters, at most 255 bytes; names are for people, nothing is stored under them. */
function cleanName(given: string): string {
  // A character has a byte at least: what is cut off first would have to go anyway, and letters are then taken off one by one.
  const name = given.replace(/^.*[/\\]/s, '').replace(/\p{Cc}/gu, ' ').normalize('NFC').trim().slice(0, longestName), letters = [...name].filter((letter) => !/\p{Cs}/u.test(letter));
  while (Buffer.byteLength(letters.join('')) > longestName) letters.pop();
  return letters.length === 0 ? 'photograph' : letters.join('');
}
