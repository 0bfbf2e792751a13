// Fits the weights of src/measurement/shaft-confidence.ts on rendered scalps that the network never saw.
// node training/fit-confidence.mjs [--manifest models/closeup.json] [--count 160]      (about 3 minutes)
import { parseArgs } from 'node:util';
import { photographPhantom } from '../dist/phantom/index.js';
import { openNetworkSegmenter } from '../dist/segmentation/network-segmenter.js';
import { traceShafts } from '../dist/measurement/trace-shafts.js';
import { confidenceFeatures } from '../dist/measurement/shaft-confidence.js';

const { values } = parseArgs({ options: { manifest: { type: 'string', default: 'models/closeup.json' }, count: { type: 'string', default: '160' } } });
const segmenter = await openNetworkSegmenter({ manifestPath: values.manifest });
const rootReachPx = 0.11 * segmenter.pixelsPerMillimetre, tipReachPx = 0.25 * segmenter.pixelsPerMillimetre;
const rows = [], labels = [];
let names, missed = 0, all = 0;
for (let k = 0; k < Number(values.count); k++) {
  const phantom = photographPhantom({
    seed: 910000 + k, densityPerCm2: [60, 120, 200, 280][k % 4], micrometresPerPixel: 1000 / segmenter.pixelsPerMillimetre, widthMm: 3.5, heightMm: 2.8,
    style: k % 5 === 4 ? 'dry' : 'immersion', overlay: k % 3 === 0 ? 'some' : 'none',
  });
  const candidates = traceShafts(await segmenter.segment(phantom.image));
  const hairs = phantom.hairs.filter((hair) => hair.rootInside && hair.visibleShare >= 0.3), taken = new Set();
  all += hairs.length;
  for (const candidate of candidates) {
    const { width, height } = phantom.image;
    // At the frame the counting rule decides, not this.
    if (Math.min(candidate.rootX, candidate.rootY, width - candidate.rootX, height - candidate.rootY) < 8) continue;
    let best = -1, bestDistance = rootReachPx;
    hairs.forEach((hair, i) => {
      const distance = Math.hypot(hair.root[0] - candidate.rootX, hair.root[1] - candidate.rootY);
      if (!taken.has(i) && distance < bestDistance && Math.hypot(hair.tip[0] - candidate.tipX, hair.tip[1] - candidate.tipY) < tipReachPx) { best = i; bestDistance = distance; }
    });
    if (best >= 0) taken.add(best);
    const features = confidenceFeatures(candidate.evidence);
    names ??= Object.keys(features);
    rows.push([1, ...Object.values(features)]);
    labels.push(best >= 0 ? 1 : 0);
  }
  missed += hairs.length - taken.size;
}

// Newton's method with a little shrinkage.
const n = rows[0].length, weights = new Float64Array(n);
for (let pass = 0; pass < 30; pass++) {
  const gradient = new Float64Array(n), hessian = Array.from({ length: n }, () => new Float64Array(n));
  rows.forEach((row, r) => {
    const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * weights[i], 0)));
    for (let i = 0; i < n; i++) {
      gradient[i] += (labels[r] - p) * row[i];
      for (let j = 0; j < n; j++) hessian[i][j] += p * (1 - p) * row[i] * row[j];
    }
  });
  for (let i = 1; i < n; i++) { gradient[i] -= 0.5 * weights[i]; hessian[i][i] += 0.5; }
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const factor = hessian[j][i] / hessian[i][i];
      for (let k = i; k < n; k++) hessian[j][k] -= factor * hessian[i][k];
      gradient[j] -= factor * gradient[i];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) gradient[i] -= hessian[i][j] * gradient[j];
    gradient[i] /= hessian[i][i];
    weights[i] += gradient[i];
  }
}
console.log(`${rows.length} candidates, ${labels.reduce((a, b) => a + b, 0)} of them hairs; ${missed} of ${all} hairs without a candidate`);
console.log(['intercept', ...names].map((name, i) => `${name}: ${weights[i].toFixed(3)}`).join(', '));
