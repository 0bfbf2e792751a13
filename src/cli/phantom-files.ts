import { join } from 'node:path';
import { encodeJpeg, encodeMaskPng } from '../image-io/encode-image.js';
import type { PhantomPair, RenderedPhantom } from '../phantom/index.js';
import { writeWhole } from './output-folder.js';
import { countsInTruth, toPosition } from '../qualification/phantom-truth.js';
import { writeTable } from '../tables/write-table.js';

/** What the tables say of one picture. */
export interface PhantomRow {
  /** Name of the picture without its extension. */
  name: string;
  session: string;
  phantom: Pick<RenderedPhantom, 'hairs' | 'micrometresPerPixel'>;
}

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** Writes the picture (JPEG), the mask of its hair, and its truth with every path. */
export async function writePhantom(folder: string, name: string, phantom: RenderedPhantom): Promise<void> {
  const { image, micrometresPerPixel, owner, covered } = phantom;
  const { width, height } = image;
  let skinPixels = 0;
  for (const hidden of covered) if (hidden === 0) skinPixels++;
  const areaCm2 = (skinPixels * micrometresPerPixel ** 2) / 1e8;
  const hairCount = phantom.hairs.filter(countsInTruth).length;
  await writeWhole(join(folder, 'photos', `${name}.jpg`), await encodeJpeg(image, 92));
  await writeWhole(join(folder, 'masks', `${name}.mask.png`), await encodeMaskPng({ width, height, data: Uint8Array.from(owner, (number) => (number > 0 ? 1 : 0)) }));
  await writeWhole(join(folder, 'truth', `${name}.json`), `${JSON.stringify({
    photo: `${name}.jpg`, width, height, micrometresPerPixel, areaCm2: round(areaCm2, 6),
    hairCount, densityPerCm2: round(hairCount / areaCm2),
    hairs: phantom.hairs.map((hair) => ({
      id: hair.id, unit: hair.unit, kind: hair.kind, rooted: hair.rooted, counts: countsInTruth(hair), visibleShare: round(hair.visibleShare, 3),
      diameterUm: round(hair.diameterUm), lengthMm: round(hair.lengthMm, 4), root: toPosition(hair.root), tip: toPosition(hair.tip), path: hair.path.map(toPosition),
    })),
  })}\n`);
}

/** Writes what changed between the two pictures of a pair: the same hair has the same id in both. */
export async function writePairTruth(folder: string, name: string, { baseline, followUp, lostIds, gainedIds }: PhantomPair, changePercent: number): Promise<void> {
  const inside = (phantom: RenderedPhantom): number[] => phantom.hairs.filter(countsInTruth).map((hair) => hair.id);
  const [before, after] = [inside(baseline), inside(followUp)];
  await writeWhole(join(folder, 'truth', `${name}-pair.json`), `${JSON.stringify({
    baseline: `${name}-baseline.jpg`, followUp: `${name}-follow-up.jpg`, changePercent,
    micrometresPerPixel: { baseline: baseline.micrometresPerPixel, followUp: followUp.micrometresPerPixel },
    hairCount: { baseline: before.length, followUp: after.length },
    lost: before.filter((id) => lostIds.has(id)), gained: after.filter((id) => gainedIds.has(id)),
    keptInBoth: before.filter((id) => after.includes(id)),
  })}\n`);
}

/** Writes photos.csv and hairs.csv. Loose fragments have the class `abnormal`; hairs rooted outside the picture are left out. */
export async function writeTables(folder: string, rows: readonly PhantomRow[]): Promise<void> {
  await writeWhole(join(folder, 'photos.csv'), writeTable(
    ['photo', 'um_per_px', 'session', 'valid_rows'],
    rows.map(({ name, session, phantom }) => [`${name}.jpg`, round(phantom.micrometresPerPixel, 6), session, '']),
  ));
  await writeWhole(join(folder, 'hairs.csv'), writeTable(
    ['photo', 'class', 'root_row', 'root_column', 'tip_row', 'tip_column', 'diameter_um', 'length_mm', 'kind', 'unit'],
    rows.flatMap(({ name, phantom: { hairs } }) => {
      const inUnit = new Map<number, number>();
      for (const hair of hairs) if (countsInTruth(hair)) inUnit.set(hair.unit, (inUnit.get(hair.unit) ?? 0) + 1);
      return hairs.filter((hair) => countsInTruth(hair) || !hair.rooted).map((hair) => {
        const group = !hair.rooted ? 'abnormal' : hair.kind === 'vellus' ? 'undersize' : inUnit.get(hair.unit)! > 1 ? 'premium' : 'single';
        const [root, tip] = [toPosition(hair.root), toPosition(hair.tip)];
        return [`${name}.jpg`, group, root.row, root.column, tip.row, tip.column, round(hair.diameterUm), round(hair.lengthMm, 4), hair.kind, hair.unit];
      });
    }),
  ));
}
