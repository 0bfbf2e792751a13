// Twenty people upload five photographs each at once while others are measured: node test/faults/twenty-uploaders.mjs [PEOPLE] [PHOTOGRAPHS] [SIDE]
// Everybody signs in first. Every upload has to be there, exactly once, and the pages' own requests are timed meanwhile. SIDE is that of the
// photographs in pixels, 0 for the whole demonstration picture. Needs a build. Exits 1 when something is lost or doubled.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, makePhotograph, retitle, runCommand, sha256, startService, stopServices } from './start-service.mjs';

const [people = 20, photographs = 5, side = 0] = process.argv.slice(2).map(Number), password = 'seven grey herons at noon';
const data = await mkdtemp(join(tmpdir(), 'uploaders-')), calibration = { method: 'given', micrometresPerPixel: 5 };
const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)];
const describe = (values) => `${values.length} times, median ${percentile(values, 0.5).toFixed(0)} ms, 95 % within ${percentile(values, 0.95).toFixed(0)} ms, longest ${Math.max(...values).toFixed(0)} ms`;

async function timed(times, act) {
  const began = performance.now(), answer = await act();
  times.push(performance.now() - began);
  return answer;
}

try {
  const names = Array.from({ length: people }, (_, at) => `person${at + 1}`);
  await runCommand(['account', 'add', 'chief', '--role', 'administrator', '--data', data], password);
  for (const name of names) await runCommand(['account', 'add', name, '--role', 'photographer', '--data', data], password);
  const { child, address, ended } = await startService(data);
  const signIn = async (name) => {
    const response = await createClient(address).post('api/v1/session', { name, password });
    if (response.status !== 200) throw new Error(`${name} cannot sign in: ${response.status}`);
    return createClient(address, response.headers.getSetCookie()[0].split(';')[0]);
  };
  const chief = await signIn('chief'), clients = await Promise.all(names.map(signIn));
  const [before, after] = [await makePhotograph('baseline', side), await makePhotograph('increase', side)];
  const [first, second] = [(await (await chief.upload(before, 'before.jpg')).json()).id, (await (await chief.upload(after, 'after.jpg')).json()).id];
  const study = await (await chief.post('api/v1/studies', { name: 'Busy' })).json(), subject = await (await chief.post(`api/v1/studies/${study.id}/subjects`, { pseudonym: 'S-01' })).json();

  const uploads = [], alone = [], meanwhile = [], expected = new Set([first, second]);
  let busy = true, measured = 0;
  const measure = async () => {
    while (busy) {
      // Another threshold is another measurement.
      const { id } = await (await chief.post('api/v1/comparisons', { baseline: { photograph: first, calibration }, followUps: [{ photograph: second, calibration }], options: { terminalThresholdUm: 40 + measured / 1000 } })).json();
      while (busy && !['done', 'failed'].includes((await (await chief.get(`api/v1/comparisons/${id}`)).json()).state)) await pause(200);
      if (busy) measured += 1;
    }
  };
  const paths = ['', 'api/v1/session', 'api/v1/studies', `api/v1/studies/${study.id}`, `api/v1/subjects/${subject.id}`, `api/v1/photographs/${first}`, `api/v1/photographs/${first}/picture`];
  const look = async (times, goesOn) => {
    while (goesOn()) {
      for (const path of paths) {
        const response = await timed(times, async () => { const answer = await chief.get(path); await answer.arrayBuffer(); return answer; });
        if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
      }
      // Two looks a second are more than one person does; one address may send 1200 requests a minute.
      await pause(500);
    }
  };
  let rounds = 8;
  await look(alone, () => rounds-- > 0);
  const others = [measure(), look(meanwhile, () => busy)], began = performance.now();
  await Promise.all(clients.flatMap((client, person) => Array.from({ length: photographs }, async (_, at) => {
    const bytes = retitle(before, `${person}-${at}`), response = await timed(uploads, () => client.upload(bytes, `${person}-${at}.jpg`)), { id } = await response.json();
    if (response.status !== 201 || id !== sha256(bytes)) throw new Error(`upload ${at} of person ${person} was answered with ${response.status}`);
    expected.add(id);
  })));
  const seconds = (performance.now() - began) / 1000;
  busy = false;
  await Promise.all(others);

  const kept = (await readdir(join(data, 'originals'), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  for (const { parentPath, name } of kept) if (!expected.has(name) || sha256(await readFile(join(parentPath, name))) !== name) throw new Error(`original ${name} was not uploaded so`);
  const acts = [];
  for (let before = '', last = 2; last > 1;) {
    const { entries } = await (await chief.get(`api/v1/audit${before}`)).json();
    acts.push(...entries.filter(({ action }) => action === 'photograph.upload'));
    last = entries.at(-1)?.number ?? 1;
    before = `?before=${last}`;
  }
  if (kept.length !== expected.size || acts.length !== expected.size) throw new Error(`${expected.size} were uploaded, ${kept.length} are kept, ${acts.length} are in the trail`);
  for (const name of names) if (acts.filter(({ actor }) => actor === name).length !== photographs) throw new Error(`the trail does not name ${name} ${photographs} times`);
  if ((await readdir(join(data, 'quarantine'))).length > 0) throw new Error('something was left in the quarantine');
  child.kill('SIGTERM');
  await ended;
  process.stdout.write(await runCommand(['verify', '--data', data]));
  console.log(`${people} people, ${photographs} photographs of ${(before.length / 1e6).toFixed(1)} MB each, at once: ${seconds.toFixed(1)} s, all kept once and named in the trail; ${measured} comparisons done meanwhile`);
  console.log(`an upload, until it was checked: ${describe(uploads)}`);
  console.log(`the pages' requests before: ${describe(alone)}; meanwhile: ${describe(meanwhile)}`);
} finally {
  await stopServices();
  await rm(data, { recursive: true, force: true });
}
