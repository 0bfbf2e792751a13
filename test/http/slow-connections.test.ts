import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { cutOffSlow } from '../../src/http/cut-off-slow.js';
import { oneAtATime } from '../../src/http/one-at-a-time.js';

/** Impatient, so that the test is short. */
const patience = { silenceMs: 400, bodyMs: 300, leastBytes: 1000 };

describe('connections that send or take photographs slowly', () => {
  let server: Server;
  afterEach(() => { server.closeAllConnections(); server.close(); });

  async function serve(answer: RequestListener): Promise<number> {
    server = createServer(oneAtATime(answer)).listen(0, '127.0.0.1');
    cutOffSlow(server, patience);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }
  const open = (port: number, text: string): Socket => { const socket = connect(port, '127.0.0.1'); socket.on('error', () => undefined).write(text); return socket; };
  /** Everything that was said until the end, which a byte on its way when the service hangs up makes a reset. */
  const hear = (socket: Socket): Promise<string> => new Promise((resolve) => { let said = ''; socket.on('data', (chunk) => { said += String(chunk); }).once('close', () => resolve(said)); });
  const post = (bytes: number): string => `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${bytes}\r\n\r\n`;
  const readBody: RequestListener = (request, response) => { request.resume().once('end', () => response.end('kept')); };

  it('are told so and end when a photograph comes a byte at a time, and whoever reads it is told, too', async () => {
    let aborted = false;
    const port = await serve((request, response) => { request.once('close', () => { aborted = !request.complete; }); readBody(request, response); });
    const socket = open(port, post(90_000)), drip = setInterval(() => socket.write('x'), 50), heard = await hear(socket);
    clearInterval(drip);
    expect(heard).toMatch(/^HTTP\/1\.1 408 /);
    expect(aborted).toBe(true);
  });

  it('are left alone while a photograph comes at the pace of a slow line', async () => {
    const port = await serve(readBody), socket = open(port, post(8_000));
    for (let sent = 0; sent < 8_000; sent += 500) { await pause(60); socket.write('x'.repeat(500)); }
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('are left alone while they wait for a measurement that takes long', async () => {
    const port = await serve((_request, response) => { setTimeout(() => response.end('measured'), 1500); }), socket = open(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(String((await once(socket, 'data'))[0])).toContain('measured');
    socket.destroy();
  });

  it('end when a picture is asked for and never taken', async () => {
    let closed = (): void => undefined;
    const isClosed = new Promise<void>((resolve) => { closed = resolve; }), port = await serve((_request, response) => { response.once('close', closed).end(Buffer.alloc(50_000_000)); });
    const socket = open(port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    socket.pause();
    await isClosed;
    socket.destroy();
  });

  it('have one picture opened at a time, however many they ask for ahead, and no other once they are gone', async () => {
    let begun = 0;
    const port = await serve((_request, response) => { begun++; setTimeout(() => response.end('picture'), 100); }), ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    const patient = open(port, ask.repeat(3)), words: string[] = [];
    patient.on('data', (chunk) => { words.push(...(String(chunk).match(/picture/g) ?? [])); });
    await pause(50);
    expect(begun).toBe(1);
    while (words.length < 3) await pause(20);
    patient.destroy();
    const gone = open(port, ask.repeat(5));
    while (begun < 4) await pause(10);
    gone.destroy();
    await pause(300);
    expect(begun).toBe(4);
    expect(await hear(open(port, ask.repeat(30)))).not.toContain('picture');
  });

  it('are given a picture a second while more than one is asked for ahead, so that others have theirs meanwhile, and a single one at once', async () => {
    const begun: number[] = [], port = await serve((_request, response) => { begun.push(performance.now()); response.end('picture'); }), ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    const hasty = open(port, ask.repeat(3));
    while (begun.length < 3) await pause(10);
    hasty.destroy();
    expect(begun[1]! - begun[0]!).toBeGreaterThan(900);
    expect(begun[2]! - begun[1]!).toBeLessThan(500);
  });
});
