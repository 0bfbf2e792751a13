// The application as a process of its own, and uploads to it.
import { spawn } from 'node:child_process';
import { main } from './rig.mjs';

/** Starts it on any free port. @throws Error with what it said when it does not start. */
export async function serve(dataFolder) {
  const child = spawn(process.execPath, [main, 'serve', '--port', '0', '--data', dataFolder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise((resolve) => { child.on('exit', (code, signal) => resolve(signal ?? code)); });
  let said = '';
  child.stderr.on('data', (text) => { said += text; });
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => { said += text; const found = /https?:\S+/.exec(said); if (found) resolve(found[0]); });
    ended.then((code) => reject(new Error(`it ended with ${code}: ${said}`)));
  });
  return {
    address,
    /** What it printed so far. */
    said: () => said,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async upload(name, bytes) {
      const form = new FormData();
      form.append('photograph', new Blob([bytes]), name);
      const response = await fetch(new URL('/api/v1/photographs', address), { method: 'POST', body: form, signal: AbortSignal.timeout(120_000) });
      return { status: response.status, text: await response.text() };
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
