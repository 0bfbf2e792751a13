// Compares the figures on sample photographs with those recorded in docs/validation.json; fails when one got worse.
//
//     node bench/check-figures.js FOLDER            FOLDER holds the sets by name, e.g. FOLDER/closeup-donor
//     node bench/check-figures.js FOLDER --record   writes today's figures instead
//
// docs/validation.json: set → figure → { value, better, allowance }. A figure is a path into the `summary` of
// `trichoscore evaluate SET --json`; `better` is "lower", "higher" or "nearZero"; `allowance` is how much worse
// it may be, for rounding that differs between processors.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const recordPath = join(root, 'docs', 'validation.json');
const [samples, flag] = process.argv.slice(2);
if (samples === undefined) {
  console.error('Name the folder that holds the sets of sample photographs.');
  process.exit(2);
}
const recorded = JSON.parse(readFileSync(recordPath, 'utf8'));
let worse = 0;
for (const [set, figures] of Object.entries(recorded)) {
  const folder = join(samples, set);
  if (!existsSync(folder)) {
    console.log(`${set}: skipped, the folder of samples does not hold it.`);
    continue;
  }
  const { summary } = evaluate(folder, set);
  for (const [path, figure] of Object.entries(figures)) {
    const value = path.split('.').reduce((object, key) => object?.[key], summary);
    if (flag === '--record') {
      figure.value = value;
      continue;
    }
    if (figure.value === null) {
      console.log(`${set} ${path}: ${value}, none recorded yet`);
      continue;
    }
    const isWorse = typeof value !== 'number' || loss(value, figure.better) > loss(figure.value, figure.better) + figure.allowance;
    if (isWorse) worse++;
    console.log(`${set} ${path}: ${value?.toFixed?.(4) ?? value}, recorded ${figure.value.toFixed(4)}${isWorse ? '  WORSE' : ''}`);
  }
}
if (flag === '--record') writeFileSync(recordPath, `${JSON.stringify(recorded, null, 2)}\n`);
process.exit(worse > 0 ? 1 : 0);

/** Of the heads, those of people whom the network was not trained on. */
function evaluate(folder, set) {
  const subjects = set === 'heads' ? ['--only-subjects', join(root, 'training', 'global-held-out.txt')] : [];
  const output = execFileSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), 'evaluate', folder, '--json', ...subjects], {
    encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output);
}

/** What grows as the figure gets worse. */
function loss(value, better) {
  return better === 'lower' ? value : better === 'higher' ? -value : Math.abs(value);
}
