// Compares an exported model with torch's own answers: node training/check-export.mjs --model models/NAME.onnx --reference DIR
// [--tolerance 0.02 (probabilities) ] [--pixel-tolerance 0.5 (offsets)]. DIR is what export.py --reference wrote.
// Prints the largest difference of every output and exits with 1 when one is above its tolerance.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const { values } = parseArgs({ options: {
  model: { type: 'string' }, reference: { type: 'string' },
  tolerance: { type: 'string', default: '0.02' }, 'pixel-tolerance': { type: 'string', default: '0.5' },
} });
if (values.model === undefined || values.reference === undefined) {
  console.error('Give --model FILE.onnx and --reference DIR.');
  process.exit(2);
}
const { model, reference } = values;

const shapes = JSON.parse(readFileSync(join(reference, 'shapes.json'), 'utf8'));

/** One reference array: 32-bit floats as export.py wrote them. */
function readReference(name) {
  const bytes = readFileSync(join(reference, `${name}.bin`));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const pixels = new Tensor('float32', readReference('pixels'), shapes.pixels);
const started = performance.now();
const outputs = await session.run({ pixels });
console.log(`${shapes.pixels[3]} × ${shapes.pixels[2]} pixels in ${(performance.now() - started).toFixed(0)} ms, one thread, first run`);

let failed = false;
for (const name of Object.keys(shapes).filter((name) => name !== 'pixels')) {
  const expected = readReference(name), { data, dims } = outputs[name];
  const tolerance = Number(name === 'offsets' ? values['pixel-tolerance'] : values.tolerance);
  const sameShape = dims.length === shapes[name].length && dims.every((side, axis) => side === shapes[name][axis]);
  let largest = sameShape ? 0 : Number.POSITIVE_INFINITY, sum = 0;
  if (sameShape) {
    for (let i = 0; i < expected.length; i++) {
      const difference = Math.abs(data[i] - expected[i]);
      // A comparison with NaN is false, so it is looked for by name.
      if (difference > largest || Number.isNaN(difference)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
      sum += difference;
    }
  }
  const ok = largest <= tolerance;
  failed ||= !ok;
  console.log(`${name} ${dims.join('×')}: largest difference ${largest.toExponential(2)}, mean ${(sum / expected.length).toExponential(2)}, allowed ${tolerance} ${ok ? '' : ' TOO MUCH'}`);
}
process.exit(failed ? 1 : 0);
