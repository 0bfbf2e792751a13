// A thousand comparisons wait when the application is killed, and later ended, and started again: node test/faults/restart-queue.mjs [COMPARISONS]
// Each has to be finished exactly once, pairs of the same photographs alike. Needs a build. Exits 1 when one is lost, doubled or different.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, makePhotograph, runCommand, startService, stopServices } from './start-service.mjs';

const [count = 1000] = process.argv.slice(2).map(Number), data = await mkdtemp(join(tmpdir(), 'restart-queue-')), calibration = { method: 'given', micrometresPerPixel: 5 };
const began = performance.now(), seconds = () => ((performance.now() - began) / 1000).toFixed(0);

/** Asks again after the minute that a client may ask so much in. */
async function patiently(ask) {
  for (;;) {
    const response = await ask();
    if (response.status !== 429) return response.json();
    await response.arrayBuffer();
    await pause(5_000);
  }
}

/** The newest entries of the trail about comparisons that ended, by comparison. */
async function readEnded(client) {
  const ended = new Map();
  for (let before = '', last = 2; last > 1;) {
    const { entries } = await patiently(() => client.get(`api/v1/audit${before}`));
    for (const { action, object } of entries) if (/^comparison\.(finish|fail)$/.test(action)) ended.set(object, [...ended.get(object) ?? [], action]);
    last = entries.at(-1)?.number ?? 1;
    before = `?before=${last}`;
  }
  return ended;
}

try {
  let service = await startService(data), client = createClient(service.address);
  const photographs = [];
  for (const name of ['baseline', 'increase', 'no-change']) for (const side of [240, 250]) photographs.push((await (await client.upload(await makePhotograph(name, side), `${name}.jpg`)).json()).id);
  const pairs = photographs.flatMap((one) => photographs.filter((other) => other !== one).map((other) => [one, other])), asked = new Map();
  for (let at = 0; at < count; at++) {
    const [one, other] = pairs[at % pairs.length];
    const { id } = await patiently(() => client.post('api/v1/comparisons', { baseline: { photograph: one, calibration }, followUps: [{ photograph: other, calibration }], labels: { subject: `S-${at}` } }));
    asked.set(id, at % pairs.length);
  }
  const waiting = [count - (await readEnded(client)).size];
  service.child.kill('SIGKILL');
  await service.ended;
  service = await startService(data);
  client = createClient(service.address);
  while ((await readEnded(client)).size < count / 2) await pause(2_000);
  waiting.push(count - (await readEnded(client)).size);
  service.child.kill('SIGTERM');
  if (await service.ended !== 0) throw new Error('SIGTERM did not end it in order');
  service = await startService(data);
  client = createClient(service.address);
  let ended = await readEnded(client);
  while (ended.size < count) {
    await pause(3_000);
    ended = await readEnded(client);
  }
  for (const id of asked.keys()) if (ended.get(`comparison:${id}`)?.join() !== 'comparison.finish') throw new Error(`comparison ${id}: ${ended.get(`comparison:${id}`)}`);
  if (ended.size !== count) throw new Error(`${ended.size} comparisons ended, ${count} were asked for`);
  const results = new Map();
  for (const [id, pair] of [...asked].slice(0, 3 * pairs.length)) {
    const { result } = await patiently(() => client.get(`api/v1/comparisons/${id}`)), text = JSON.stringify(result);
    if ((results.get(pair) ?? text) !== text) throw new Error('a pair has two results');
    results.set(pair, text);
  }
  service.child.kill('SIGTERM');
  await service.ended;
  process.stdout.write(await runCommand(['verify', '--data', data]));
  console.log(`${count} comparisons, ${waiting[0]} of them waiting when it was killed and ${waiting[1]} when it was ended: each finished exactly once, equal pairs alike; ${seconds()} s`);
} finally {
  await stopServices();
  await rm(data, { recursive: true, force: true });
}
