import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { score } from './score.js';

const demoFolder = fileURLToPath(new URL('../../fixtures/demo', import.meta.url));
const photos = ['baseline', 'no-change', 'increase'] as const;
const dates = '2026-01-05,2026-04-13,2026-07-06';
const report = 'demo-report/report.html';

/** `trichoscore demo`: the main job on built-in photographs. */
export function addDemoCommand(program: Command): void {
  program.command('demo')
    .summary('score built-in photographs and write a report')
    .description(`Scores a baseline and two follow-ups of a simulated scalp as \`score\` would, and writes ${report} in the current folder.`)
    .action(async () => {
      const scales = await Promise.all(photos.map(readScale));
      process.exitCode = await score(photos.map((name) => join(demoFolder, `${name}.jpg`)), {
        umPerPx: scales.join(','), dates, report, terminalUm: '40', preset: 'standard', targetArea: 'simulated scalp',
      });
    });
}

async function readScale(name: string): Promise<number> {
  const truth = JSON.parse(await readFile(join(demoFolder, `${name}.json`), 'utf8')) as { micrometresPerPixel: number };
  return truth.micrometresPerPixel;
}
