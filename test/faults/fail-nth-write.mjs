// Loaded into a process with `node --import`: the FAIL_AT-th write, flush, move, making of a folder or opening of a file for writing fails with
// FAIL_CODE; with FAIL_READS=1 the openings for reading count, too. FAIL_IN says where: `main`, or `worker` for the processes that measure.
// FAIL_TRACE gets a line when it has struck.
import fs from 'node:fs';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FAIL_AT, FAIL_CODE, FAIL_IN, FAIL_READS, FAIL_TRACE } = process.env;
const isWorker = /worker(-main)?\.js$/.test(process.argv[1] ?? '');
if (FAIL_AT !== undefined && isWorker === (FAIL_IN === 'worker')) {
  let left = Number(FAIL_AT);
  const strike = (what) => {
    if (--left !== 0) return;
    appendFileSync(FAIL_TRACE, `${what}\n`);
    throw Object.assign(new Error(`${FAIL_CODE}: made to fail`), { code: FAIL_CODE });
  };
  const { promises } = fs, isForReading = (flags) => flags === undefined || flags === 'r' || typeof flags === 'number';
  const probe = await promises.open(process.execPath, 'r'), Handle = Object.getPrototypeOf(probe);
  await probe.close();
  const strikeFirst = (object, method, name = method, counts = () => true) => {
    const real = object[method];
    object[method] = async function (...args) {
      if (counts(...args)) strike(name);
      return real.apply(this, args);
    };
  };
  for (const method of ['writeFile', 'sync']) strikeFirst(Handle, method);
  strikeFirst(promises, 'open', 'open', (_path, flags) => !isForReading(flags) || (FAIL_READS === '1' && !/\.m?js$|package\.json$/.test(String(_path))));
  for (const method of ['rename', 'link', 'writeFile', 'copyFile', 'mkdir', 'appendFile']) strikeFirst(promises, method);
  // Not the program's own modules: a Node that cannot read them does not get as far as a photograph.
  if (FAIL_READS === '1') strikeFirst(promises, 'readFile', 'readFile', (path) => !/\.m?js$|package\.json$/.test(String(path)));
  syncBuiltinESMExports();
}
