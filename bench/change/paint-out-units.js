// Takes whole follicular units out of a photograph: their shafts are replaced by skin from beside them.
import { groupUnits } from '../../dist/measurement/group-units.js';

/** Half widths in mm: what is painted around a shaft, what of a neighbouring shaft is left alone, and how far behind the exit the shaft shines through. */
const painted = 0.075, spared = 0.045, behindExitMm = 0.06, beyondTipMm = 0.03;

/** Number of the unit of each hair: exits that lie together, and units whose shafts lie over each other, which can only go together. */
export function groupForPainting(hairs, pixelsPerMm) {
  const unit = groupUnits(hairs.map(({ root }) => [root.column, root.row]), pixelsPerMm);
  for (let merged = true; merged;) {
    merged = false;
    hairs.forEach((a, i) => hairs.forEach((b, j) => {
      if (unit[i] === unit[j] || distanceOfShafts(a, b) > painted * pixelsPerMm) return;
      const from = unit[j];
      unit.forEach((value, k) => { if (value === from) unit[k] = unit[i]; });
      merged = true;
    }));
  }
  return unit;
}

/**
 * Paints hairs out. Each patch is skin copied from the nearest hairless place of its form, fitted to its rim (Laplace's equation for
 * the difference along the rim; Pérez, Gangnet and Blake 2003).
 *
 * @param hairs    All marked hairs, roots and tips in pixels.
 * @param isGone   Whether each goes.
 */
export function paintOut(image, hairs, isGone, pixelsPerMm) {
  const { width, height } = image, data = new Uint8Array(image.data), hairy = new Uint8Array(width * height), mask = new Uint8Array(width * height);
  hairs.forEach((hair) => cover(hairy, width, height, lengthen(hair, pixelsPerMm), painted * pixelsPerMm, 1));
  hairs.forEach((hair, i) => { if (isGone[i]) cover(mask, width, height, lengthen(hair, pixelsPerMm), painted * pixelsPerMm, 1); });
  hairs.forEach((hair, i) => { if (!isGone[i]) cover(mask, width, height, hair, spared * pixelsPerMm, 0); });
  for (const patch of listPatches(mask, width)) fillPatch(data, image.data, mask, hairy, width, height, patch);
  return { width, height, data };
}

function lengthen({ root, tip }, pixelsPerMm) {
  const length = Math.hypot(tip.row - root.row, tip.column - root.column) || 1, uy = (tip.row - root.row) / length, ux = (tip.column - root.column) / length;
  const back = behindExitMm * pixelsPerMm, on = beyondTipMm * pixelsPerMm;
  return { root: { row: root.row - uy * back, column: root.column - ux * back }, tip: { row: tip.row + uy * on, column: tip.column + ux * on } };
}

export function distanceToShaft({ root, tip }, row, column) {
  const dy = tip.row - root.row, dx = tip.column - root.column, square = dx * dx + dy * dy || 1e-9;
  const t = Math.max(0, Math.min(1, ((column - root.column) * dx + (row - root.row) * dy) / square));
  return Math.hypot(column - root.column - t * dx, row - root.row - t * dy);
}

function distanceOfShafts(a, b) {
  let least = Infinity;
  for (let k = 0; k <= 12; k++) {
    for (const [one, other] of [[a, b], [b, a]]) {
      const row = one.root.row + ((one.tip.row - one.root.row) * k) / 12, column = one.root.column + ((one.tip.column - one.root.column) * k) / 12;
      least = Math.min(least, distanceToShaft(other, row, column));
    }
  }
  return least;
}

function cover(mask, width, height, shaft, radius, value) {
  const { root, tip } = shaft;
  const top = Math.max(0, Math.floor(Math.min(root.row, tip.row) - radius)), bottom = Math.min(height - 1, Math.ceil(Math.max(root.row, tip.row) + radius));
  const left = Math.max(0, Math.floor(Math.min(root.column, tip.column) - radius)), right = Math.min(width - 1, Math.ceil(Math.max(root.column, tip.column) + radius));
  for (let row = top; row <= bottom; row++) for (let column = left; column <= right; column++) if (distanceToShaft(shaft, row, column) <= radius) mask[row * width + column] = value;
}

/** Pixels of each connected part of a mask. */
function listPatches(mask, width) {
  const seen = new Uint8Array(mask.length), patches = [];
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || seen[start] === 1) continue;
    const pixels = [start];
    seen[start] = 1;
    for (let k = 0; k < pixels.length; k++) {
      const at = pixels[k], column = at % width;
      for (const next of [column > 0 ? at - 1 : -1, column + 1 < width ? at + 1 : -1, at - width, at + width]) {
        if (next >= 0 && next < mask.length && mask[next] === 1 && seen[next] === 0) { seen[next] = 1; pixels.push(next); }
      }
    }
    patches.push(pixels);
  }
  return patches;
}

function fillPatch(data, source, mask, hairy, width, height, pixels) {
  const offset = findSkin(hairy, mask, width, height, pixels);
  const inside = new Map(pixels.map((at, k) => [at, k]));
  // Neighbours inside the picture; those outside the patch are its rim, whose difference is known.
  const neighbours = pixels.map((at) => [at % width > 0 ? at - 1 : -1, at % width + 1 < width ? at + 1 : -1, at - width, at + width].filter((next) => next >= 0 && next < mask.length));
  for (let channel = 0; channel < 3; channel++) {
    const copied = (at) => source[clampShift(at, offset, width, height) * 3 + channel];
    const difference = new Float64Array(pixels.length), rim = neighbours.map((list) => list.filter((next) => !inside.has(next)).map((next) => data[next * 3 + channel] - copied(next)));
    const links = neighbours.map((list) => list.filter((next) => inside.has(next)).map((next) => inside.get(next)));
    const known = rim.map((list) => list.reduce((sum, value) => sum + value, 0));
    const mean = rim.flat().reduce((sum, value) => sum + value, 0) / Math.max(1, rim.flat().length);
    difference.fill(mean);
    for (let sweep = 0; sweep < 250; sweep++) {
      for (let k = 0; k < pixels.length; k++) {
        let sum = known[k];
        for (const link of links[k]) sum += difference[link];
        difference[k] += 1.85 * (sum / (links[k].length + rim[k].length || 1) - difference[k]);
      }
    }
    pixels.forEach((at, k) => { data[at * 3 + channel] = Math.max(0, Math.min(255, Math.round(copied(at) + difference[k]))); });
  }
}

function clampShift(at, { row, column }, width, height) {
  const r = Math.max(0, Math.min(height - 1, Math.floor(at / width) + row)), c = Math.max(0, Math.min(width - 1, (at % width) + column));
  return r * width + c;
}

/** The shift to the nearest skin that holds a patch of this form and the fewest pixels of hair. */
function findSkin(hairy, mask, width, height, pixels) {
  const sample = pixels.filter((_, k) => k % 37 === 0);
  let best = { row: 0, column: 0 }, least = Infinity;
  for (let distance = 40; distance <= 640; distance += 20) {
    for (let turn = 0; turn < 24; turn++) {
      const row = Math.round(distance * Math.sin((turn * Math.PI) / 12)), column = Math.round(distance * Math.cos((turn * Math.PI) / 12));
      let bad = 0;
      for (const at of sample) {
        const r = Math.floor(at / width) + row, c = (at % width) + column;
        if (r < 0 || c < 0 || r >= height || c >= width) bad += 2;
        else if (hairy[r * width + c] !== 0 || mask[r * width + c] !== 0) bad += 1;
      }
      const cost = bad / sample.length + distance / 20_000;
      if (cost < least) { least = cost; best = { row, column }; }
    }
  }
  return best;
}
