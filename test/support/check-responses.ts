import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import express, { type Express, type RequestHandler } from 'express';
import { findMisfits, type Schema } from './match-schema.js';

interface Content { readonly [type: string]: { readonly schema: Schema } }
interface Operation { readonly responses: Record<string, { readonly content?: Content }> }
const file = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url));
const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Operation>> };
const patterns = Object.entries(paths).map(([path, methods]) => ({ methods, fixed: !path.includes('{'), expression: new RegExp(`^${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) })).sort((a, b) => Number(b.fixed) - Number(a.fixed));
const problem = paths['/api/health']['get'].responses['default'].content!;

/** Holds every answer below /api against docs/openapi.json, on its way out. @returns The application, and what did not fit so far. */
export function checkResponses(app: Express): { checked: Express; misfits: string[] } {
  const misfits: string[] = [];
  const watch: RequestHandler = (request, response, next) => {
    const chunks: Buffer[] = [], { write, end } = response, { method, path } = request;
    const keep = (chunk: unknown, encoding: unknown): void => {
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string, typeof encoding === 'string' ? encoding as BufferEncoding : 'utf8'));
    };
    response.write = ((...args: Parameters<typeof write>) => { keep(args[0], args[1]); return write.apply(response, args); }) as typeof write;
    response.end = ((...args: Parameters<typeof end>) => {
      keep(args[0], args[1]);
      // Whoever has hung up is told nothing, whatever is written then.
      if (path.startsWith('/api') && !response.closed) {
        const found = checkAnswer(method, path, response.statusCode, String(response.getHeader('Content-Type') ?? ''), String(response.getHeader('Content-Encoding') ?? ''), Buffer.concat(chunks));
        misfits.push(...found.map((misfit) => `${method} ${path} → ${response.statusCode}: ${misfit}`));
      }
      return end.apply(response, args);
    }) as typeof end;
    next();
  };
  return { checked: express().disable('x-powered-by').set('etag', false).use(watch).use(app), misfits };
}

function checkAnswer(method: string, path: string, status: number, type: string, encoding: string, body: Buffer): string[] {
  const operation = patterns.find(({ expression }) => expression.test(path))?.methods[(method === 'HEAD' ? 'GET' : method).toLowerCase()];
  // A store that is full, damaged or away says so; anything else is a fault of the service itself.
  if (status >= 500 && !body.includes('"code":"storage.')) return [`a fault of the service itself: ${body.toString('utf8').slice(0, 300)}`];
  const content = operation === undefined ? problem : (operation.responses[status] ?? operation.responses['default']).content;
  if (operation === undefined && status < 400) return ['answered, but not described'];
  if (status < 400 && operation?.responses[status] === undefined) return ['this status is not described'];
  if (content === undefined) return body.length === 0 ? [] : ['has a body, but none is described'];
  const given = type.split(';')[0], described = content[given];
  if (described === undefined) return [`is ${given}, not ${Object.keys(content).join(' or ')}`];
  if (method === 'HEAD' || !given.endsWith('json')) return [];
  return findMisfits(JSON.parse(decode(body, encoding)), described.schema);
}

function decode(body: Buffer, encoding: string): string {
  const decoders: Record<string, (body: Buffer) => Buffer> = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync };
  return (decoders[encoding]?.(body) ?? body).toString('utf8');
}
