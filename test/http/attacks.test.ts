import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/http/listen.js';
import { askFor, cropDemo, openTestApplication, upload, waitForEnd } from '../support/application.js';

const { paths } = JSON.parse(readFileSync(fileURLToPath(new URL('../../docs/openapi.json', import.meta.url)), 'utf8')) as { paths: Record<string, Record<string, object>> };
const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method: method as 'get' | 'post' | 'put' | 'patch' | 'delete' })));
const markup = '"><img src=x onerror=alert(1)>\'</script></text></svg>';

describe('somebody with an hour and bad intentions', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>, server: Server;
  beforeAll(async () => {
    application = await openTestApplication();
    ({ server } = await listen(application.app, '127.0.0.1', 0));
  });
  afterAll(async () => {
    server.close();
    server.closeAllConnections();
    await application.remove();
  });

  /** Sends bytes as they are. @returns What came back until the connection was closed, or a second after it began. */
  const sendRaw = (...pieces: (string | Buffer)[]): Promise<string> => new Promise((resolve) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1'), seen: Buffer[] = [], end = (): void => { socket.destroy(); resolve(Buffer.concat(seen).toString('latin1')); };
    socket.on('data', (chunk) => { seen.push(chunk); setTimeout(end, 300); }).on('close', end).on('error', end);
    for (const piece of pieces) socket.write(piece);
  });
  const send = (method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string): request.Test => request(application.app)[method](path).set('Host', 'localhost').set('If-Match', '"1"');

  it('changes no object of the program by the names that every object has', async () => {
    const body = '{"__proto__":{"isPolluted":true},"constructor":{"prototype":{"isPolluted":true}},"name":{"__proto__":{"isPolluted":true}},"labels":{"__proto__":{"isPolluted":true}},"kind":"__proto__","details":[{"__proto__":[]}]}';
    for (const { method, path } of routes.filter(({ method }) => method !== 'get')) {
      const { status } = await send(method, path.replace(/\{\w+\}/g, '__proto__')).set('Content-Type', 'application/json').send(body);
      expect([200, 204, 400, 404, 409, 412, 415, 422, 428], `${method} ${path}`).toContain(status);
    }
    expect([({} as Record<string, unknown>)['isPolluted'], ([] as unknown as Record<string, unknown>)['isPolluted']]).toEqual([undefined, undefined]);
    expect((await send('get', '/api/v1/about')).status).toBe(200);
  });

  it('finds nothing under addresses that look elsewhere, and reads no file of the machine', async () => {
    const names = ['__proto__', 'constructor', 'toString', '..%2f..%2f..%2fetc%2fpasswd', '..%5c..%5cwindows', '%2e%2e', '%00', '%', '%ff', '%ED%A0%80', 'a'.repeat(7000), '*', '$ne', "'%20or%201=1--", '%0d%0aSet-Cookie:%20a=b'];
    for (const { path } of routes.filter(({ method, path }) => method === 'get' && path.includes('{'))) {
      for (const name of names) {
        const answer = await sendRaw(`GET ${path.replace(/\{\w+\}/g, name)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
        expect(answer, `${path} ${name.slice(0, 40)}`).toMatch(/^HTTP\/1\.1 4\d\d /);
        expect(answer).not.toMatch(/root:|\n\s+at |node_modules|Set-Cookie/);
      }
    }
    for (const name of ['/..%2f..%2fpackage.json', '/../../package.json', '/assets/..%2f..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '//etc/passwd', '/.env', '/index.html%00.js']) {
      expect(await sendRaw(`GET ${name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`), name).not.toMatch(/"dependencies"|root:|HTTP\/1\.1 5/);
    }
  });

  it('is refused with two lengths, with a length and pieces, without end, and with heads that fill the memory', async () => {
    const post = 'POST /api/v1/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n', smuggled = 'GET /api/v1/audit HTTP/1.1\r\nHost: localhost\r\n\r\n';
    for (const [name, bytes] of [
      ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}${smuggled}`], ['a length and pieces', `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
      ['pieces twice', `${post}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n${smuggled}`], ['pieces in other words', `${post}Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`],
      ['a length below nothing', `${post}Content-Length: -1\r\n\r\n{}`], ['a head of 100 KB', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`],
      ['a second host behind 2,500 other lines', `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(2500)}Host: evil.example\r\n\r\n`], ['100,000 lines', `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(100_000)}\r\n`], ['a line broken off', `GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n`], ['an address that cannot be read', 'GET http://[::1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'], ['an address of another host', `GET http://evil.example/api/v1/audit HTTP/1.1\r\nHost: evil.example\r\n\r\n`],
      ['no host', 'GET /api/v1/audit HTTP/1.1\r\n\r\n'],
    ] as const) {
      const answer = await sendRaw(bytes);
      expect(answer.match(/HTTP\/1\.1 \d+/g)?.map((line) => line.slice(9, 10)), name).toEqual(['4']);
      expect(answer, name).not.toContain('<!DOCTYPE');
    }
  });

  it('fills no memory with a body that unpacks to a thousand times its size', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20)), before = process.memoryUsage().rss;
    const answer = await sendRaw(`POST /api/v1/studies HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`, bomb);
    expect(answer).toMatch(/^HTTP\/1\.1 4(13|15) /);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });

  it('finds no way to put markup into a report, a chart or a table by what can be typed', async () => {
    const post = async (path: string, body: object): Promise<Record<string, string>> => (await send('post', `/api/v1${path}`).send(body)).body as Record<string, string>;
    const [before, after] = [await upload(application.app, await cropDemo('baseline', 300), `${markup}.jpg`), await upload(application.app, await cropDemo('increase', 300), `${markup}.jpg`)];
    const { etag } = (await send('get', '/api/v1/clinic')).body as { etag: string };
    await request(application.app).put('/api/v1/clinic').set({ Host: 'localhost', 'If-Match': etag }).send({ name: markup, address: markup, paper: null }).expect(200);
    const study = await post('/studies', { name: markup }), subject = await post(`/studies/${study['id']}/subjects`, { pseudonym: markup.slice(0, 40) }), area = await post(`/subjects/${subject['id']}/target-areas`, { name: markup, kind: 'closeup' });
    for (const [at, photograph] of [before, after].entries()) await post(`/target-areas/${area['id']}/timepoints`, { photograph, name: markup, date: `2026-0${at + 1}-05`, calibration: { method: 'given', micrometresPerPixel: 5 } });
    await post(`/subjects/${subject['id']}/treatments`, { kind: 'other', date: '2026-01-06', note: markup });
    const { id } = await post('/comparisons', { ...askFor(before, after), labels: { clinicName: markup, subject: markup, targetArea: markup } });
    const ofArea = await post(`/target-areas/${area['id']}/comparison`, {});
    for (const comparison of [id, ofArea['id']].filter((one) => one !== undefined)) {
      expect((await waitForEnd(application.app, comparison)).state).toBe('done');
      const { text } = await send('get', `/api/v1/comparisons/${comparison}/report.html`);
      expect(text).not.toMatch(/<img src=x|onerror=alert\(1\)>|'<\/script>/);
      for (const path of [`comparisons/${comparison}`, `subjects/${subject['id']}`]) {
        // Only what is drawn is put into a page as it is; all else goes in as text.
        const drawn = JSON.stringify((await send('get', `/api/v1/${path}`)).body).match(/<svg.*?<\/svg>/g) ?? [];
        for (const svg of drawn) expect(svg).not.toMatch(/<img|onerror=\w/);
      }
      expect(((await send('get', `/api/v1/comparisons/${comparison}/report.pdf`)).body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect({ study: study['id'], subject: subject['id'], area: area['id'], id, ofArea: ofArea['id'] }).toEqual({ study: expect.any(String), subject: expect.any(String), area: expect.any(String), id: expect.any(String), ofArea: expect.any(String) });
  });
});
