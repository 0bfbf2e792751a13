// A worker that does to itself what a damaged photograph can do: end the process, kill it, hang it, or fail only at first.
import { existsSync, writeFileSync } from 'node:fs';

process.on('disconnect', () => process.exit());
process.on('message', ({ name, trace }) => {
  if (name === 'aborts') process.abort();
  if (name === 'leaves') process.exit(0);
  if (name === 'hangs') for (;;);
  if (name === 'aborts once' && !existsSync(trace)) {
    writeFileSync(trace, '');
    process.abort();
  }
  setTimeout(() => process.send({ name, pid: process.pid }), 5);
});
process.send('ready');
