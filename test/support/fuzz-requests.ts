import type { Schema } from './match-schema.js';

/** One request as a stranger's program might send it. */
export interface FuzzedRequest { method: string; path: string; headers: Record<string, string>; body: Buffer | null }

interface Operation { readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> } }
export type Paths = Record<string, Record<string, Operation>>;

/** Numbers 0 ≤ x < 1 from a seed, always the same ones (a linear congruential generator). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32; };
}

const oddTexts = ['', ' ', '\0', '../../etc/passwd', '__proto__', 'constructor', '\u202Eabc', '😀'.repeat(50), "'; drop table jobs; --", '<script>alert(1)</script>', 'a'.repeat(5000), '\ud800', '=1+1', 'null', '2026-02-30', '2026-13-01', '0001-01-01', '\r\nSet-Cookie: x=1'];
const oddValues: readonly unknown[] = [null, true, 0, -1, 1e308, 2 ** 53, -0.5, [], {}, [[[[]]]], { __proto__: null, length: 1 }, ...oddTexts];
const oddTypes = ['application/json', 'application/json; charset=utf-16', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'image/jpeg', ''];
const oddHeaders: readonly Record<string, string>[] = [
  {}, {}, {}, { 'content-encoding': 'gzip' }, { range: 'bytes=0-1' }, { 'if-none-match': '*' }, { accept: 'image/jpeg' }, { 'accept-encoding': 'gzip, br' }, { cookie: '; trichoscore=; =; a' },
  { 'x-http-method-override': 'DELETE' }, { 'x-forwarded-for': '1.2.3.4, x' }, { expect: '100-continue' }, { 'transfer-encoding': 'chunked' }, { 'content-type': 'application/json; charset=klingon' },
];

/** Makes requests from the description of the interface: mostly right, with one or two things wrong. */
export function createFuzzer(paths: Paths, ids: readonly string[], seed: number): () => FuzzedRequest {
  const random = createRandom(seed), pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  const routes = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));
  const oddId = (): string => pick([...oddTexts.filter((text) => text !== '\ud800').map(encodeURIComponent), '%E0%A4%A', '%00', '..', '.', '0'.repeat(64), 'f'.repeat(64), '00000000-0000-0000-0000-000000000000']);

  /** A value that fits a schema as far as that is easy, with something odd in one place of eight. */
  function invent(schema: Schema, depth = 0): unknown {
    if (random() < 0.125 || depth > 8) return pick(oddValues);
    const choices = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
    if (choices !== undefined) return invent(pick(choices), depth + 1);
    if (schema['enum'] !== undefined) return pick(schema['enum'] as unknown[]);
    if (schema['const'] !== undefined) return schema['const'];
    const type = pick([schema['type']].flat());
    if (type === 'object') {
      const named = Object.entries(schema['properties'] as Record<string, Schema> ?? {}).filter(() => random() > 0.15).map(([name, inner]) => [name, invent(inner, depth + 1)]);
      return Object.fromEntries(random() < 0.1 ? [...named, [pick(oddTexts), 1]] : named);
    }
    if (type === 'array') return Array.from({ length: Math.floor(random() * 4) }, () => invent(schema['items'] as Schema ?? {}, depth + 1));
    if (type === 'number' || type === 'integer') return pick([5, 1, 0.3, 100, 2.762, Math.floor(random() * 1000)]);
    if (type === 'boolean') return random() < 0.5;
    if (type === 'string') return String(schema['pattern'] ?? '').includes('{64}') ? pick(ids) : String(schema['pattern'] ?? '').includes('d{4}') ? pick(['2026-01-05', '2025-12-31', '2026-07-06']) : pick(['vertex', 'S-01', 'because it was wrong', ...ids]);
    return pick(oddValues);
  }

  /** One to three pieces, each with the heads of a file, a field, another form or nothing that there is; not all of them end. */
  function inventForm(): Buffer {
    const files = [Buffer.alloc(0), Buffer.from('GIF89a'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('--x\r\n'), Buffer.from('\r\n--x--'), Buffer.alloc(20_000, 0x0d)];
    const pieces = Array.from({ length: pick([1, 1, 1, 2, 3]) }, () => {
      const name = pick(['photograph', 'photograph', 'photograph', 'logo', '', '__proto__', 'photograph[]', ...oddTexts]), filename = pick(['', `; filename="${pick(oddTexts)}"`, `; filename="a.jpg"`, `; filename*=UTF-8''${pick(['%E2%82%AC.jpg', '%', '%FF', '..%2F..%2Fetc'])}`, '; filename="a.jpg"; filename="b.jpg"', '; filename="a']);
      const heads = [pick([`Content-Disposition: form-data; name="${name}"${filename}`, `Content-Disposition: form-data; name="photograph"${filename}`, 'Content-Disposition: attachment', `content-disposition:form-data;name=photograph${filename}`, ': x', 'Content-Disposition']),
        ...pick([[], [], ['Content-Type: image/jpeg'], ['Content-Type: multipart/mixed; boundary=x'], ['Content-Transfer-Encoding: base64'], [`X: ${'a'.repeat(9000)}`], Array.from({ length: 50 }, (_, at) => `X-${at}: 1`)])];
      return Buffer.concat([Buffer.from(`--x\r\n${heads.join(pick(['\r\n', '\r\n', '\r\n', '\n']))}\r\n\r\n`), pick(files), Buffer.from(pick(['\r\n', '\r\n', '']))]);
    });
    return Buffer.concat([Buffer.from(pick(['', '', 'before\r\n'])), ...pieces, Buffer.from(pick(['--x--\r\n', '--x--\r\n', '--x\r\n', '', '--x--\r\nafter']))]);
  }

  function bodyOf({ requestBody }: Operation, method: string): { type: string; body: Buffer | null } {
    if (method === 'GET' && random() < 0.9) return { type: '', body: null };
    if (random() < 0.1) return { type: pick(oddTypes), body: Buffer.from(Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256))) };
    const content = requestBody?.content ?? {};
    if ('multipart/form-data' in content) {
      return { type: pick(['multipart/form-data; boundary=x', 'multipart/form-data; boundary=x', 'multipart/form-data; boundary="x"', 'multipart/form-data; boundary=y', `multipart/form-data; boundary=${'b'.repeat(300)}`, 'multipart/form-data; charset=utf-16; boundary=x']), body: inventForm() };
    }
    const text = JSON.stringify(invent(content['application/json']?.schema ?? {}));
    return { type: random() < 0.93 ? 'application/json' : pick(oddTypes), body: Buffer.from(random() < 0.05 ? text.slice(0, -1) : text) };
  }

  return () => {
    const { path, method: right, operation } = pick(routes);
    const method = random() < 0.93 ? right : pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
    const filled = path.replace(/\{\w+\}/g, () => (random() < 0.75 ? pick(ids) : oddId()));
    const query = random() < 0.15 ? `?${pick(['before=1', 'before=x', 'before=-1', 'a[b]=c', '__proto__[x]=1', '%', 'before=1&before=2', `before=${'9'.repeat(400)}`])}` : '';
    const { type, body } = bodyOf(operation, method);
    return { method, path: filled + query, headers: { ...(type === '' ? {} : { 'content-type': type }), ...(random() < 0.2 ? pick(oddHeaders) : {}) }, body };
  };
}
