// Kills the application with SIGKILL at random moments of uploads and measurements: node test/faults/kill-service.mjs [KILLS] [SEED]
// Afterwards every upload that was acknowledged has to be there, untouched and with its picture, every comparison that was acknowledged has to be
// done, once, and the audit trail has to hold. Needs a build. Prints one line a kill; exits 1 at the first difference.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, makePhotograph, retitle, runCommand, sha256, startService, stopServices } from './start-service.mjs';

const [kills = 20, seed = 1] = process.argv.slice(2).map(Number), clients = 4, mostAnswers = 12, longestMs = 1500;
let state = seed;
const random = () => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32; };
const data = await mkdtemp(join(tmpdir(), 'kill-service-'));
const pictures = [await makePhotograph('baseline', 220), await makePhotograph('increase', 220)];
const uploaded = new Map(), asked = new Set(), calibration = { method: 'given', micrometresPerPixel: 5 };
let made = 0, refused = 0;

/** Uploads pairs and asks for their comparison until the service is gone. */
async function useService(client) {
  for (;;) {
    const number = ++made, ids = [];
    for (const picture of pictures) {
      const bytes = retitle(picture, `${number}`), response = await client.upload(bytes, `${number}.jpg`);
      const { id } = await response.json();
      if (response.status !== 201) { refused++; throw new Error(`upload answered with ${response.status}`); }
      uploaded.set(id, bytes);
      ids.push(id);
    }
    const response = await client.post('api/v1/comparisons', { baseline: { photograph: ids[0], calibration }, followUps: [{ photograph: ids[1], calibration }] });
    if (response.status === 202) asked.add((await response.json()).id);
  }
}

async function check(client) {
  for (const [id, bytes] of uploaded) {
    const response = await client.get(`api/v1/photographs/${id}/picture`);
    if (response.status !== 200 || (await response.arrayBuffer()).byteLength < 1000) throw new Error(`photograph ${id} has no picture: ${response.status}`);
    if (id !== sha256(bytes) || sha256(await readFile(join(data, 'originals', id.slice(0, 2), id))) !== id) throw new Error(`the original ${id} is not what was uploaded`);
  }
}

try {
  for (let kill = 1; kill <= kills; kill++) {
    const { child, address, ended } = await startService(data), client = createClient(address);
    const left = (await readdir(join(data, 'quarantine'))).length, began = performance.now();
    // Some answers first, so that a slow machine is struck at work, too; then at any moment.
    const answers = uploaded.size + asked.size + Math.floor(random() * mostAnswers), moment = random() * longestMs;
    if (left > 0) throw new Error(`${left} files were left in the quarantine`);
    const users = Array.from({ length: clients }, () => useService(client).catch((error) => error));
    while (uploaded.size + asked.size < answers && refused === 0) await pause(20);
    await pause(moment);
    child.kill('SIGKILL');
    await ended;
    await Promise.all(users);
    if (refused > 0) throw new Error('an upload was refused');
    console.log(`kill ${kill} after ${((performance.now() - began) / 1000).toFixed(1)} s: ${uploaded.size} uploads and ${asked.size} comparisons acknowledged so far`);
  }
  const { child, address, ended } = await startService(data), client = createClient(address);
  await check(client);
  for (const id of asked) {
    for (;;) {
      const { state: now, error } = await (await client.get(`api/v1/comparisons/${id}`)).json();
      if (now === 'failed') throw new Error(`comparison ${id} failed: ${error.message}`);
      if (now === 'done') break;
      await pause(200);
    }
  }
  const finished = new Map();
  for (let before = '', last = 2; last > 1;) {
    const { entries } = await (await client.get(`api/v1/audit${before}`)).json();
    for (const { action, object } of entries) if (/^comparison\.(finish|fail)$/.test(action)) finished.set(object, (finished.get(object) ?? 0) + 1);
    last = entries.at(-1)?.number ?? 1;
    before = `?before=${last}`;
  }
  for (const id of asked) if (finished.get(`comparison:${id}`) !== 1) throw new Error(`comparison ${id} was finished ${finished.get(`comparison:${id}`) ?? 0} times`);
  for (const [object, times] of finished) if (times !== 1) throw new Error(`${object} was finished ${times} times`);
  child.kill('SIGTERM');
  if (await ended !== 0) throw new Error('SIGTERM did not end it in order');
  const verified = await runCommand(['verify', '--data', data]);
  process.stdout.write(verified);
  if (verified.includes('Left over')) throw new Error('something that belongs to no photograph was left over');
  console.log(`${kills} kills: all ${uploaded.size} acknowledged uploads there and untouched, all ${asked.size} acknowledged comparisons done once`);
} finally {
  await stopServices();
  await rm(data, { recursive: true, force: true });
}
