// Loaded into a process with `node --import`: the FAIL_AT-th write, flush, move or opening of a file for writing fails with FAIL_CODE.
// FAIL_IN says where: `main`, or `worker` for the processes that measure. FAIL_TRACE gets a line when it has struck.
import fs from 'node:fs';
import { appendFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { FAIL_AT, FAIL_CODE, FAIL_IN, FAIL_TRACE } = process.env;
const isWorker = process.argv[1]?.endsWith('worker.js') ?? false;
if (FAIL_AT !== undefined && isWorker === (FAIL_IN === 'worker')) {
  let left = Number(FAIL_AT);
  const strike = (what) => {
    if (--left !== 0) return;
    appendFileSync(FAIL_TRACE, `${what}\n`);
    throw Object.assign(new Error(`${FAIL_CODE}: made to fail`), { code: FAIL_CODE });
  };
  const { promises } = fs, { open, rename, writeFile, copyFile } = promises;
  const probe = await open(process.execPath, 'r'), Handle = Object.getPrototypeOf(probe);
  await probe.close();
  for (const method of ['writeFile', 'sync']) {
    const real = Handle[method];
    Handle[method] = async function (...args) {
      strike(method);
      return real.apply(this, args);
    };
  }
  promises.open = async (path, flags, ...rest) => {
    if (flags !== undefined && flags !== 'r' && typeof flags !== 'number') strike('open');
    return open(path, flags, ...rest);
  };
  promises.rename = async (...args) => { strike('rename'); return rename(...args); };
  promises.writeFile = async (...args) => { strike('writeFile'); return writeFile(...args); };
  promises.copyFile = async (...args) => { strike('copyFile'); return copyFile(...args); };
  syncBuiltinESMExports();
}
