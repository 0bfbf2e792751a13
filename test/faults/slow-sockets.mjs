// Slow sockets against people who upload: node test/faults/slow-sockets.mjs [CLIENTS] [PHOTOGRAPHS] [SLOW SOCKETS]
// Every client uploads its photographs of simulated hair one after the other, first alone, then while the slow ones sit on the server: some say nothing, some send
// their head or their body a byte a second, some ask for pictures and never read them; each comes back when it is cut off, until the clients are through. Then nobody
// comes back, nobody hangs up, and the server has to be rid of them within a minute. Needs a build. Exits 1 when a client noticed (99 % of
// uploads within 2 s; where the machine is too busy for that even before, within twice as long as then), something was lost, or memory or descriptors stay taken.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { treeMemory } from '../../bench/tree-memory.js';
import { phantom } from './rig.mjs';
import { createClient, retitle, runCommand, sha256, startService, stopServices } from './start-service.mjs';

const [clients = 50, photographs = 6, slowSockets = 500] = process.argv.slice(2).map(Number), backWithinMs = 60_000, longestMs = 2000, mostDescriptors = 20;
/** What is no longer used is given back at the next collection of garbage: a quarter of a megabyte a slow socket may wait for it. */
const mostMemoryMb = Math.max(50, slowSockets / 4);
const data = await mkdtemp(join(tmpdir(), 'slow-sockets-')), picture = await phantom(7), large = await phantom(8, { widthMm: 8, heightMm: 8 });
const percentile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)];
const describe = (values) => `${values.length} times, median ${percentile(values, 0.5).toFixed(0)} ms, 99 % within ${percentile(values, 0.99).toFixed(0)} ms, longest ${Math.max(...values).toFixed(0)} ms`;
const countDescriptors = async (pid) => (await readdir(`/proc/${pid}/fd`)).length;

/** Everybody uploads, each client one photograph after the other, all clients at once. @returns How long each upload took, milliseconds. */
async function upload(address, round, people = clients, each = photographs) {
  const times = [];
  await Promise.all(Array.from({ length: people }, async (_, person) => {
    const client = createClient(address);
    for (let at = 0; at < each; at++) {
      const bytes = retitle(picture, `${round}-${person}-${at}`), began = performance.now(), response = await client.upload(bytes, `${person}-${at}.jpg`);
      times.push(performance.now() - began);
      if (response.status !== 201 || (await response.json()).id !== sha256(bytes)) throw new Error(`upload ${at} of client ${person} was answered with ${response.status}`);
    }
  }));
  return times;
}

/** What each kind sends at once, and a byte a second afterwards; null for silence. */
const kinds = (picturePath) => [
  { name: 'says nothing', begins: '', goesOn: null },
  { name: 'slow head', begins: 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ', goesOn: 'x' },
  { name: 'slow photograph', begins: 'POST /api/v1/photographs HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n--x\r\nContent-Disposition: form-data; name="photograph"; filename="a.jpg"\r\n\r\n', goesOn: 'x' },
  { name: 'slow words', begins: 'POST /api/v1/studies HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{"name":"', goesOn: 'x' },
  { name: 'reads nothing', begins: `GET ${picturePath} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(11), goesOn: null },
];

/** Opens the slow sockets and keeps them there, each kind from an address of its own: requests are counted by address. */
function sitOn(port, picturePath) {
  const all = kinds(picturePath), open = new Set(), cutOff = Object.fromEntries(all.map(({ name }) => [name, 0]));
  let comesBack = true;
  const begin = (at) => {
    const { name, begins, goesOn } = all[at % all.length], socket = connect({ host: '127.0.0.1', port, localAddress: `127.0.0.${2 + at % all.length}` });
    const drip = goesOn === null ? undefined : setInterval(() => socket.write(goesOn), 1000);
    if (name === 'reads nothing') socket.pause();
    else socket.resume();
    open.add(socket);
    socket.write(begins);
    socket.on('error', () => undefined).on('close', () => {
      clearInterval(drip);
      open.delete(socket);
      cutOff[name]++;
      if (comesBack) setTimeout(begin, 500, at);
    });
  };
  for (let at = 0; at < slowSockets; at++) begin(at);
  return {
    open, cutOff,
    leave: () => { comesBack = false; },
    hangUp: () => { for (const socket of open) socket.destroy(); },
  };
}

let slow;
try {
  const { child, address, ended } = await startService(data), problems = [];
  const shown = await createClient(address).upload(large, 'shown.jpg'), { picture: picturePath } = await shown.json();
  await upload(address, 'warm');
  const alone = await upload(address, 'alone');
  const before = { memory: await treeMemory(child.pid), descriptors: await countDescriptors(child.pid) };
  slow = sitOn(Number(new URL(address).port), picturePath);
  const sat = performance.now();
  while (await countDescriptors(child.pid) < before.descriptors + slowSockets * 0.9) {
    if (performance.now() - sat > backWithinMs) throw new Error('the slow sockets never were all there at once');
    await pause(100);
  }
  const meanwhile = await upload(address, 'meanwhile'), most = { memory: await treeMemory(child.pid), descriptors: await countDescriptors(child.pid) };
  slow.leave();
  const began = performance.now();
  let now = most, after = 0;
  do {
    // Some work goes on: memory is tidied while there is some.
    await upload(address, `after-${++after}`, 5, 1);
    await pause(1000);
    now = { memory: await treeMemory(child.pid), descriptors: await countDescriptors(child.pid) };
  } while (performance.now() - began < backWithinMs && (now.descriptors > before.descriptors + mostDescriptors || now.memory > before.memory + mostMemoryMb));
  const seconds = (performance.now() - began) / 1000;
  console.log(`uploads by ${clients} clients alone: ${describe(alone)}`);
  console.log(`while ${slowSockets} slow sockets sat there: ${describe(meanwhile)} (${cpus().length} cores, load ${loadavg()[0].toFixed(1)})`);
  console.log(`memory and descriptors before ${before.memory.toFixed(0)} MB and ${before.descriptors}, meanwhile ${most.memory.toFixed(0)} MB and ${most.descriptors}, ${seconds.toFixed(0)} s after the last new one ${now.memory.toFixed(0)} MB and ${now.descriptors}`);
  console.log(`cut off: ${Object.entries(slow.cutOff).map(([name, times]) => `${name} ${times}`).join(', ')}; still there: ${slow.open.size}`);
  const limitMs = Math.max(longestMs, 2 * percentile(alone, 0.99));
  if (percentile(meanwhile, 0.99) > limitMs) problems.push(`an upload of a hundred took longer than ${limitMs.toFixed(0)} ms`);
  if (now.descriptors > before.descriptors + mostDescriptors) problems.push('descriptors are not back');
  if (now.memory > before.memory + mostMemoryMb) problems.push('memory is not back');
  slow.hangUp();
  child.kill('SIGTERM');
  if (await ended !== 0) problems.push('SIGTERM did not end it in order');
  if ((await readdir(join(data, 'quarantine'))).length > 0) problems.push('something was left in the quarantine');
  process.stdout.write(await runCommand(['verify', '--data', data]));
  console.log(problems.length === 0 ? 'Nobody who uploads noticed, and nothing of the slow ones stays.' : problems.join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  // Else they would come back for ever after a fault, and this script would never end.
  slow?.leave();
  slow?.hangUp();
  await stopServices();
  await rm(data, { recursive: true, force: true });
}
