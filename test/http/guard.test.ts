import { connect, type AddressInfo } from 'node:net';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen } from '../../src/http/listen.js';
import { openTestApplication } from '../support/application.js';

describe('who may reach the photographs', () => {
  let application: Awaited<ReturnType<typeof openTestApplication>>;
  beforeAll(async () => { application = await openTestApplication(); });
  afterAll(() => application.remove());

  const get = (path: string, host = 'localhost:3000'): request.Test => request(application.app).get(path).set('Host', host);

  it('answers to the names of this machine only, so that no foreign name can be pointed at it', async () => {
    for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST']) expect((await get('/api/health', host)).status, host).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.7:3000']) {
      const response = await get('/api/health', host);
      expect([response.status, response.body.code], host).toEqual([403, 'request.foreign']);
    }
  });

  it('takes nothing from the page of another origin', async () => {
    const post = (headers: Record<string, string>): request.Test => request(application.app).post('/api/v1/comparisons').set({ Host: 'localhost:3000', ...headers }).send({});
    for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'http://localhost:9999' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      expect((await post(headers as Record<string, string>)).body.code, JSON.stringify(headers)).toBe('request.foreign');
    }
    expect((await post({ Origin: 'http://localhost:3000' })).body.code).toBe('request.invalid');
  });

  it('may be opened from a link in a message, which shows no photograph and changes nothing', async () => {
    const follow = (path: string, headers: object = {}): request.Test => get(path).set({ 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document', ...headers });
    expect((await follow('/')).status).toBe(200);
    for (const asked of [follow('/api/v1/studies'), follow('//api/v1/studies'), follow('/API/v1/studies'), follow('/', { 'Sec-Fetch-Dest': 'iframe' }), follow('/', { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }), follow('/', { Origin: 'https://evil.example' })]) {
      expect((await asked).body.code, asked.url).toBe('request.foreign');
    }
  });

  it('does not choose between two names in one request', async () => {
    const { server } = await listen(application.app, '127.0.0.1', 0);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => { socket.write('GET /api/v1/studies HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n'); });
      let said = '';
      socket.on('data', (chunk) => { said += chunk.toString('latin1'); }).on('close', () => resolve(said));
    });
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    await new Promise((resolve) => { server.close(resolve); });
  });

  it('keeps no text that another database would refuse or change', async () => {
    for (const name of ['a\\u0000b', '\\ud800', '\\udc00\\ud800']) {
      const { status, body } = await request(application.app).post('/api/v1/studies').set('Host', 'localhost').type('json').send(`{"name":"${name}"}`);
      expect([status, body.detail], name).toEqual([400, 'A text holds a character that cannot be stored.']);
    }
    expect((await request(application.app).post('/api/v1/studies').set('Host', 'localhost').type('json').send('{"name":"\\ud83d\\udc69 頭皮"}')).status).toBe(201);
  });

  it('sends every answer with a strict policy, and lets no cache keep it', async () => {
    for (const path of ['/api/health', '/api/v1/photographs/nothing', '/nothing.js']) {
      const { headers } = await get(path);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('lets its pages ask for a camera and nothing else, and what is no page not even for that', async () => {
    const policy = async (path: string): Promise<string> => (await get(path)).headers['permissions-policy']!;
    expect((await policy('/studies')).split(', ').filter((part) => !part.endsWith('=()'))).toEqual(['camera=(self)']);
    expect(await policy('/api/health')).toMatch(/camera=\(\), microphone=\(\)/);
  });

  it('does not listen on an address that others can reach', async () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.5', 'clinic.example']) await expect(listen(application.app, host, 0), host).rejects.toMatchObject({ code: 'usage.invalid' });
  });

  it('answers what cannot be read with the reason and never with a fault of its own', async () => {
    const post = (type: string, body: string): request.Test => request(application.app).post('/api/v1/comparisons').set('Host', 'localhost').set('Content-Type', type).send(body);
    const cases: [request.Test, number, string][] = [
      [post('application/json', '{"baseline":'), 400, 'request.invalid'],
      [post('application/json', '{}'), 400, 'request.invalid'],
      [post('application/json', `{"baseline":"${'x'.repeat(300_000)}"}`), 413, 'request.tooLarge'],
      [post('application/json; charset=klingon', '{}'), 415, 'request.mediaType'],
      [post('text/plain', '{}'), 415, 'request.mediaType'],
      [post('application/json', '{"labels":{"clinic":"a\\u0000"}}'), 400, 'request.invalid'],
      [post('application/json', '['.repeat(100_000) + ']'.repeat(100_000)), 400, 'request.invalid'],
      [get('/api/v1/photographs/%E0%A4%A'), 400, 'request.invalid'],
      [get(`/api/v1/photographs/${'0'.repeat(64)}`), 404, 'request.notFound'],
      [get('/api/v1/photographs/..%2F..%2Fetc/picture'), 404, 'request.notFound'],
      [get('/api/v1/comparisons/__proto__'), 404, 'request.notFound'],
      [get(`/api/v1/comparisons/${'0'.repeat(64)}/report.html`), 404, 'request.notFound'],
      [get('/api/nothing'), 404, 'request.notFound'],
    ];
    for (const [asked, status, code] of cases) {
      const response = await asked;
      expect({ status: response.status, code: response.body.code }, asked.url).toEqual({ status, code });
    }
  });
});
