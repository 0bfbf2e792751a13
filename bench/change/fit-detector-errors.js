// Fits what src/registration takes for given of the detector to compared pairs whose hairs are known: most likely values, by search.
import { measureDiscord } from '../../dist/registration/measure-discord.js';
import { probabilityMissed, shippedDetectorErrors } from '../../dist/registration/judge-one-sided.js';

/** As in measure-discord.js: what a contradiction is, and as how many hairs the usual photograph counts. */
const sureFrom = 0.9, discordantBelow = 0.7;

/**
 * @param pairs  Of `countDetectorErrors`, of aligned pairs.
 * @returns The rates to be put into judge-one-sided.ts and measure-discord.ts, as lines of text.
 */
export function fitDetectorErrors(pairs) {
  const directions = pairs.flatMap((pair) => pair.directions), all = directions.flatMap(({ seenTwice }) => seenTwice).filter(({ sure }) => sure >= sureFrom);
  const usualDiscord = all.filter(({ asked }) => asked < discordantBelow).length / all.length;
  const sightings = directions.flatMap(({ seenTwice, sightings: own }) => own.map((sighting) => ({ ...sighting, discord: measureDiscord(seenTwice) })));
  const logLikelihood = (errors) => sightings.reduce((sum, sighting) => {
    const missed = Math.min(0.95, sighting.discord * probabilityMissed(sighting, errors));
    return sum + Math.log(sighting.missed ? missed : 1 - missed);
  }, 0);
  // One rate after the other is moved up and down by ever smaller steps.
  let best = { ...shippedDetectorErrors }, highest = logLikelihood(best);
  for (let factor = 2; factor > 1.02; factor = Math.sqrt(factor)) {
    for (let moved = true; moved;) {
      moved = false;
      for (const name of ['missedSure', 'missedPerDoubt', 'openShare']) {
        for (const by of [factor, 1 / factor]) {
          const next = { ...best, [name]: Math.min(1, best[name] * by) }, value = logLikelihood(next);
          if (value > highest + 1e-9) { best = next; highest = value; moved = true; }
        }
      }
    }
  }
  const total = (name) => pairs.reduce((sum, pair) => sum + pair[name], 0), digits = (value) => value.toPrecision(2);
  return [
    `fit of ${sightings.length} sightings, ${sightings.filter(({ missed }) => missed).length} without trace at the other visit`,
    `  judge-one-sided.ts              missedSure ${digits(best.missedSure)}, missedPerDoubt ${digits(best.missedPerDoubt)}, openShare ${digits(best.openShare)}, falseOdds ${digits(total('false') / total('doubt'))}; log likelihood ${highest.toFixed(1)}, of the rates that ship ${logLikelihood(shippedDetectorErrors).toFixed(1)}`,
    `  measure-discord.ts              usualDiscord ${digits(usualDiscord)} (where it moves, multiply the rates of missed hairs by as much)`,
  ].join('\n');
}
