import { expect, it } from 'vitest';
import { planSeries } from '../../src/cli/trial-simulate.js';
import { photographPhantomVisits, type RenderedPhantom } from '../../src/phantom/index.js';
import { createRandom } from '../../src/phantom/random.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';

it('photographs of a trial that is rehearsed show as many terminal hairs as its plan says, and no other hair', () => {
  const { subjects } = simulateTrial({ ...defaultPlan, arms: [{ arm: 'active', subjects: 8, effect: 40 }], dropOut: 0, visitDays: [168] }, createRandom(1));
  const terminalOf = ({ hairs }: RenderedPhantom): number => hairs.filter(({ rootInside, kind }) => rootInside && kind === 'terminal').length;
  let planned = 0, shown = 0, others = 0;
  for (const [at, subject] of subjects.entries()) {
    const { baseline, followUps } = photographPhantomVisits(planSeries(subject, { seed: 100_003 + at, micrometresPerPixel: 25 }));
    // A field of 10 × 8 mm.
    planned += 0.8 * (subject.trueBaseline + subject.visits[0].trueDensity);
    for (const phantom of [baseline, followUps[0].phantom]) {
      shown += terminalOf(phantom);
      others += phantom.hairs.filter(({ rootInside, kind }) => rootInside && kind === 'vellus').length;
    }
  }
  expect(shown / planned).toBeGreaterThan(0.95);
  expect(shown / planned).toBeLessThan(1.05);
  expect(others / shown).toBeLessThan(0.01);
});
