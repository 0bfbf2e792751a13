import { observeTimepoint, type Correction, type Observation } from '../index.js';
import type { MeasureRequest } from './tasks.js';

/** Photographs that are remembered as the network saw them; whoever corrects one or two goes to and fro between them. */
const mostRemembered = 2;

const remembered = new Map<string, Observation>();

/** Looks at a photograph with the network, or remembers what was seen a moment ago: each step of a correction then takes a fraction of a second. */
export async function observeOnce(file: string, { calibration }: MeasureRequest, corrected: Correction['area']): Promise<Observation> {
  // The side of a ruler on which the area lies is kept, and what else is seen follows from that.
  const area = calibration?.method === 'ruler' && corrected !== null ? { area: corrected } : {}, key = JSON.stringify([file, calibration, area]), known = remembered.get(key);
  remembered.delete(key);
  const seen = known ?? await observeTimepoint(file, { calibration, ...area });
  remembered.set(key, seen);
  for (const oldest of [...remembered.keys()].slice(0, -mostRemembered)) remembered.delete(oldest);
  return seen;
}
