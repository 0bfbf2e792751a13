import { describe, expect, it } from 'vitest';
import { exclusionSchema, type Exclusion } from '../../src/domain/result.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { layText } from '../../src/image-io/stroke-letters.js';
import { findPictureFrame, findValidArea as findValidSpans } from '../../src/image-io/valid-area.js';
import type { Place } from '../../src/image-io/valid-area/convex-hull.js';
import { drawPath, drawRing, fillRectangle, type Colour } from '../../src/raster/draw-strokes.js';
import { fillPolygon } from '../../src/raster/fill-polygon.js';
import type { Mask, RasterImage } from '../../src/raster/raster-image.js';
import { resampleImage } from '../../src/raster/resample-image.js';
import { unpackSpans } from '../../src/raster/row-spans.js';
import { transposeImage } from '../../src/raster/transpose-image.js';
import { toSharp } from './pictures.js';
import { seeded, shareLeftOut, skinPicture } from './skin-picture.js';

const findValidArea = (image: RasterImage): { mask: Mask; exclusions: Exclusion[] } => {
  const { mask, exclusions } = findValidSpans(image);
  return { mask: unpackSpans(mask), exclusions };
};
const reasons = (image: RasterImage): string[] => findValidArea(image).exclusions.map(({ reason }) => reason).sort();
const validShare = (image: RasterImage): number => {
  const { mask } = findValidArea(image);
  return mask.data.reduce((sum, value) => sum + value, 0) / mask.data.length;
};

/** As software saves it: overlays are drawn first and compressed with the picture. */
async function saved(image: RasterImage, quality = 85): Promise<RasterImage> {
  return (await readPhotograph(await toSharp(image).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer())).image;
}

function write(image: RasterImage, text: string, left: number, baseline: number, unit: number, colour: Colour): void {
  for (const stroke of layText(text, left, baseline, unit)) drawPath(image, stroke, { width: Math.max(1.6, unit * 0.9), colour });
}

describe('a close-up without overlays', () => {
  it('is valid to its edges, whatever direction its hairs lie in', () => {
    for (let seed = 1; seed <= 10; seed++) expect([seed, reasons(skinPicture({ seed, hairs: 20 }))]).toEqual([seed, []]);
  });

  it('keeps long bent hairs, hairs along rows and columns, glare, and a smudge of marker ink', () => {
    const image = skinPicture({ seed: 3, hairs: 0 });
    const hair: Colour = [45, 35, 30];
    for (const [radius, row, column] of [[420, -200, 330], [260, 700, 100]]) {
      const arc = Array.from({ length: 80 }, (_, i) => ({ row: row + radius * Math.sin(i / 40) + Math.sin(i / 5) * 2, column: column + radius * Math.cos(i / 40) }));
      arc.forEach((to, i) => { if (i > 0) drawPath(image, [arc[i - 1], to], { width: 2 + i / 25, colour: hair, opacity: 0.9 }); });
    }
    for (let i = 0; i < 40; i++) {
      drawPath(image, [{ row: 300 + Math.sin(i / 9), column: 120 + i * 4 }, { row: 300 + Math.sin((i + 1) / 9), column: 124 + i * 4 }], { width: 5 - i / 12, colour: hair, opacity: Math.min(0.9, 0.2 + i / 12) });
      drawPath(image, [{ row: 60 + i * 4, column: 520 + Math.sin(i / 11) }, { row: 64 + i * 4, column: 520 + Math.sin((i + 1) / 11) }], { width: 6 - i / 10, colour: hair, opacity: Math.min(0.9, 0.2 + i / 12) });
      fillRectangle(image, [200 + (i * 37) % 60, 205 + (i * 37) % 60], [400 + (i * 53) % 90, 407 + (i * 53) % 90], [250, 250, 252], 0.8);
      fillRectangle(image, [380 + (i * 29) % 70, 392 + (i * 29) % 70], [20 + (i * 41) % 120, 34 + (i * 41) % 120], [40, 60, 170], 0.5);
    }
    expect(reasons(image)).toEqual([]);
  });

  it('of a size of a stamp is only searched for strips', () => {
    const image = skinPicture({ width: 128, height: 128, hairs: 4 });
    drawPath(image, [{ row: 60, column: 20 }, { row: 60, column: 90 }], { width: 2, colour: [20, 20, 20] });
    expect(reasons(image)).toEqual([]);
  });
});

describe('a paper label that lies on the skin', () => {
  /** A sheet with two lines of writing, turned about its middle. */
  function layLabel(image: RasterImage, middle: { row: number; column: number }, [width, height]: readonly [number, number], degrees: number, paper = 240): { row: number; column: number }[] {
    const angle = (degrees * Math.PI) / 180;
    const place = (x: number, y: number) => ({ row: middle.row + x * Math.sin(angle) + y * Math.cos(angle), column: middle.column + x * Math.cos(angle) - y * Math.sin(angle) });
    const corners = [place(-width / 2, -height / 2), place(width / 2, -height / 2), place(width / 2, height / 2), place(-width / 2, height / 2)], sheet = fillPolygon(corners, image);
    sheet.data.forEach((inside, at) => { if (inside !== 0) image.data.set([paper, paper - 2, paper - 8], 3 * at); });
    for (const [text, line] of [['PAT 0042', -0.1], ['12 03 26', 0.33]] as const) {
      for (const stroke of layText(text, -width * 0.42, height * line, height / 26)) drawPath(image, stroke.map(({ row, column }) => place(column, row)), { width: height / 26, colour: [30, 30, 60] });
    }
    return corners;
  }

  it('is taken out with its writing, upright, turned, cut off by the edge, and with white hair under its rim', async () => {
    for (const [degrees, row, column] of [[0, 240, 320], [-17, 300, 250], [38, 230, 400], [8, 60, 585]]) {
      const image = skinPicture({ seed: 40 + degrees });
      for (let k = 0; k < 6; k++) drawPath(image, [{ row: row - 90, column: column - 60 + 25 * k }, { row: row + 20, column: column - 40 + 25 * k }], { width: 4, colour: [235, 232, 226] });
      const sheet = fillPolygon(layLabel(image, { row, column }, [190, 96], degrees), image);
      const { mask, exclusions } = findValidArea(await saved(image));
      const left = sheet.data.reduce((sum, inside, at) => sum + (inside !== 0 && mask.data[at] !== 0 ? 1 : 0), 0), all = sheet.data.reduce((sum, inside) => sum + inside, 0);
      expect([degrees, exclusions.map(({ reason }) => reason)]).toEqual([degrees, expect.arrayContaining(['paperLabel'])]);
      expect([degrees, left / all < 0.01]).toEqual([degrees, true]);
      expect([degrees, 1 - mask.data.reduce((sum, value) => sum + value, 0) / mask.data.length < (1.35 * all) / mask.data.length]).toEqual([degrees, true]);
      for (const exclusion of exclusions) expect(exclusionSchema.parse(exclusion)).toEqual(exclusion);
    }
  });

  it('is not seen in round glare, in a patch of bright skin, or in a crust', async () => {
    const image = skinPicture({ seed: 61 });
    for (let row = 0; row < 480; row++) {
      for (let column = 0; column < 640; column++) {
        const glare = Math.hypot(row - 120, (column - 150) / 1.7) < 50, patch = Math.max(0, 1 - Math.hypot(row - 330, column - 450) / 140), at = 3 * (row * 640 + column);
        for (let channel = 0; channel < 3; channel++) image.data[at + channel] = glare ? 252 : Math.min(255, image.data[at + channel] + 100 * patch);
      }
    }
    const crust = fillPolygon([[300, 80], [280, 130], [310, 150], [290, 200], [350, 190], [370, 140], [340, 120], [360, 70]].map(([row, column]) => ({ row, column })), image);
    crust.data.forEach((inside, at) => { if (inside !== 0) image.data.set([238, 230, 214], 3 * at); });
    expect(reasons(await saved(image))).toEqual([]);
  });

  it('is not the skin itself, whatever is dark around it: black corners, or a thick white frame drawn around the target area', async () => {
    const turned = skinPicture({ seed: 83 }), shown = fillPolygon([{ row: 40, column: 300 }, { row: 200, column: 480 }, { row: 400, column: 330 }, { row: 240, column: 150 }], turned);
    shown.data.forEach((isShown, at) => { if (isShown === 0) turned.data.set([2, 2, 2], 3 * at); });
    expect(reasons(await saved(turned))).not.toContain('paperLabel');
    const framed = skinPicture({ seed: 84 });
    for (const [rows, columns] of [[[60, 130], [80, 560]], [[350, 420], [80, 560]], [[60, 420], [80, 150]], [[60, 420], [490, 560]]] as const) fillRectangle(framed, rows, columns, [250, 250, 250]);
    const { mask } = findValidArea(await saved(framed));
    expect(shareLeftOut(mask, [150, 330], [170, 470])).toBeLessThan(0.02);
  });

  it('is taken out whole, too, where a dark box is printed on a third of it', async () => {
    const image = skinPicture({ seed: 85 });
    fillRectangle(image, [150, 290], [180, 460], [240, 239, 234]);
    fillRectangle(image, [165, 275], [200, 320], [24, 24, 28]);
    const { mask, exclusions } = findValidArea(await saved(image));
    expect(exclusions.map(({ reason }) => reason)).toContain('paperLabel');
    expect(shareLeftOut(mask, [150, 290], [180, 460])).toBeGreaterThan(0.99);
  });

  it('is also a ruler that goes from one side of the picture to the other', async () => {
    for (const degrees of [0, 4]) {
      const image = skinPicture({ seed: 81 }), slope = Math.tan((degrees * Math.PI) / 180), edge = (column: number): number => 300 + slope * (column - 320);
      const sheet = fillPolygon([{ row: edge(0), column: 0 }, { row: edge(639), column: 639 }, { row: edge(639) + 110, column: 639 }, { row: edge(0) + 110, column: 0 }], image);
      sheet.data.forEach((inside, at) => { if (inside !== 0) image.data.set([236, 234, 228], 3 * at); });
      for (let tick = 0; tick < 32; tick++) drawPath(image, [{ row: edge(10 + 20 * tick) + 2, column: 10 + 20 * tick }, { row: edge(10 + 20 * tick) + (tick % 5 === 0 ? 40 : 24), column: 10 + 20 * tick }], { width: 2, colour: [30, 30, 30] });
      const { mask, exclusions } = findValidArea(await saved(image));
      expect([degrees, exclusions.map(({ reason }) => reason)]).toEqual([degrees, expect.arrayContaining(['paperLabel'])]);
      expect([degrees, sheet.data.reduce((sum, inside, at) => sum + (inside !== 0 && mask.data[at] !== 0 ? 1 : 0), 0) < 0.02 * sheet.data.reduce((sum, inside) => sum + inside, 0)]).toEqual([degrees, true]);
    }
  });

  it('is not seen in bald skin beside dark hair, whether the picture shows a strip or a corner of it', async () => {
    for (const [colour, isSkin] of [
      [[203, 156, 152], ({ row, column }: Place) => row < 190 && column < 250],
      [[191, 167, 142], ({ row, column }: Place) => row > 380 && column > 240],
      [[176, 158, 161], ({ column }: Place) => column < 200],
      [[186, 177, 174], ({ row }: Place) => row < 130],
    ] as const) {
      const image = skinPicture({ seed: 71 });
      for (let at = 0; at < image.data.length; at++) {
        const place = { row: Math.floor(at / 1920), column: Math.floor(at / 3) % 640 }, grain = (image.data[at] - 150) / 8;
        image.data[at] = isSkin(place) ? colour[at % 3] + grain : 70 + grain;
      }
      expect([colour, reasons(await saved(image))]).toEqual([colour, expect.not.arrayContaining(['paperLabel'])]);
    }
  });
});

describe('blank strips along the sides', () => {
  it('are found to three rows, in any plain colour and height, compressed or not', async () => {
    for (const [height, colour] of [[32, [220, 220, 220]], [11, [255, 255, 255]], [57, [0, 0, 0]], [24, [16, 64, 128]]] as const) {
      const image = skinPicture({ seed: height });
      fillRectangle(image, [480 - height, 480], [0, 640], colour);
      for (const picture of [image, await saved(image, 75)]) {
        const { mask, exclusions } = findValidArea(picture);
        expect(exclusions.map(({ reason, columns }) => [reason, ...columns])).toEqual([['footerStrip', 0, 640]]);
        expect(Math.abs(exclusions[0].rows[0] - (480 - height))).toBeLessThanOrEqual(3);
        expect(shareLeftOut(mask, [480 - height, 480], [0, 640])).toBe(1);
        expect(shareLeftOut(mask, [0, 470 - height], [0, 640])).toBe(0);
      }
    }
  });

  it('are found with writing on them, above and below', async () => {
    const image = skinPicture({ seed: 5 });
    fillRectangle(image, [0, 40], [0, 640], [20, 30, 60]);
    write(image, 'visit 3 70x 12 05 1982', 12, 30, 3.4, [255, 255, 255]);
    fillRectangle(image, [440, 480], [0, 640], [235, 235, 230]);
    write(image, 'vertex 0042 second visit', 20, 470, 3.2, [0, 0, 0]);
    const { exclusions } = findValidArea(await saved(image));
    expect(exclusions.map(({ reason }) => reason)).toEqual(['footerStrip', 'footerStrip']);
    expect(exclusions.every(({ rows: [top, bottom] }) => bottom - top >= 40 && bottom - top <= 44)).toBe(true);
  });

  it('are found beside a photograph on a telephone screen, with buttons, a thin frame and the bar at the lower edge', async () => {
    const image = skinPicture({ width: 900, height: 420, seed: 8 });
    fillRectangle(image, [0, 420], [0, 90], [128, 128, 128]);
    fillRectangle(image, [0, 50], [0, 50], [235, 50, 35]);
    fillRectangle(image, [0, 420], [810, 900], [128, 128, 128]);
    fillRectangle(image, [0, 2], [88, 812], [0, 0, 0]);
    fillRectangle(image, [418, 420], [88, 812], [0, 0, 0]);
    fillRectangle(image, [402, 411], [330, 570], [19, 19, 19]);
    const { mask } = findValidArea(await saved(image));
    expect(reasons(await saved(image))).toEqual(expect.arrayContaining(['border', 'border', 'border']));
    expect(shareLeftOut(mask, [0, 420], [0, 90])).toBe(1);
    expect(shareLeftOut(mask, [0, 420], [810, 900])).toBe(1);
    expect(shareLeftOut(mask, [0, 2], [0, 900])).toBe(1);
    expect(shareLeftOut(mask, [402, 411], [330, 570])).toBeGreaterThan(0.97);
    expect(shareLeftOut(mask, [10, 395], [100, 800])).toBe(0);
  });
});

describe('the round field of a scope', () => {
  const scoped = (soft: number, surround: Colour): RasterImage => {
    const image = skinPicture({ seed: 12 });
    for (let row = 0; row < 480; row++) {
      for (let column = 0; column < 640; column++) {
        const beyond = Math.hypot(row - 236, column - 330) - 250;
        const share = soft > 0 ? 1 / (1 + Math.exp(-beyond / soft)) : beyond > 0 ? 1 : 0;
        fillRectangle(image, [row, row + 1], [column, column + 1], surround, share);
      }
    }
    return image;
  };

  it('leaves out all that lies around it, on black and on white, sharp or a little soft', () => {
    for (const image of [scoped(0, [0, 0, 0]), scoped(2, [8, 8, 10]), scoped(0, [255, 255, 255])]) {
      const { exclusions } = findValidArea(image);
      expect(exclusions.map(({ reason }) => reason)).toEqual(['vignette']);
      expect(Math.abs(validShare(image) - circleShare(250))).toBeLessThan(0.02);
      const { inside } = exclusionSchema.parse(exclusions[0]), away = inside!.filter(({ row }) => row > 0 && row < 479).map(({ row, column }) => Math.hypot(row - 236, column - 330));
      expect(away.length).toBeGreaterThan(60);
      expect(Math.min(...away)).toBeGreaterThan(244);
      expect(Math.max(...away)).toBeLessThan(251);
      expect(inside!.every(({ row, column }) => row >= -0.5 && row <= 479.5 && column >= -0.5 && column <= 639.5)).toBe(true);
    }
  });

  const turnedInto = (degrees: number, [width, height]: readonly [number, number], surround: Colour, corners = 4): { image: RasterImage; shown: Mask } => {
    const image = skinPicture({ seed: 12 }), turn = (degrees * Math.PI) / 180;
    const places = Array.from({ length: corners }, (_, k) => {
      const angle = (2 * Math.PI * (k + 0.5)) / corners, stretch = corners === 4 ? Math.SQRT1_2 : 0.5, x = (width * stretch * Math.cos(angle)), y = height * stretch * Math.sin(angle);
      return { row: 240 + x * Math.sin(turn) + y * Math.cos(turn), column: 320 + x * Math.cos(turn) - y * Math.sin(turn) };
    });
    const shown = fillPolygon(places, image);
    shown.data.forEach((isShown, at) => { if (isShown === 0) image.data.set(surround, 3 * at); });
    return { image, shown };
  };

  it('may be an ellipse, have eight sides, or be a picture turned by some degrees into black or white corners', async () => {
    for (const [name, { image, shown }] of Object.entries({
      'ellipse': turnedInto(0, [600, 440], [4, 4, 5], 60), 'turned ellipse': turnedInto(25, [500, 420], [4, 4, 5], 60), 'eight sides': turnedInto(10, [470, 470], [6, 6, 6], 8), 'on white': turnedInto(0, [470, 470], [254, 254, 254], 8),
      'turned by 12°': turnedInto(12, [470, 340], [0, 0, 0]), 'turned by 12° on white': turnedInto(12, [470, 340], [255, 255, 255]), 'turned by 3°': turnedInto(3, [560, 410], [255, 255, 255]), 'turned by 30°, little of it': turnedInto(30, [320, 320], [3, 3, 4]),
    })) {
      const { mask, exclusions } = findValidArea(await saved(image)), pixels = shown.data.reduce((sum, value) => sum + Math.min(1, value), 0);
      expect([name, exclusions.map(({ reason }) => reason)]).toEqual([name, ['vignette']]);
      const seen = mask.data.reduce((sum, value, at) => sum + (value !== 0 && shown.data[at] === 0 ? 1 : 0), 0), lost = mask.data.reduce((sum, value, at) => sum + (value === 0 && shown.data[at] !== 0 ? 1 : 0), 0);
      expect([name, seen < 0.001 * pixels, lost < 0.04 * pixels]).toEqual([name, true, true]);
      expect([name, exclusionSchema.parse(exclusions[0]).inside!.length > 3]).toEqual([name, true]);
    }
  });

  it('is not what dark hair leaves in the corners of a photograph', async () => {
    const image = skinPicture({ seed: 14 }), random = seeded(5);
    // Shafts side by side over the two upper corners, nearly black, with their gloss.
    for (let k = 0; k < 260; k++) {
      const column = -40 + k * 2.7, depth = 190 - 0.6 * Math.min(column, 640 - column) + 30 * (random() - 0.5), level = 8 + 34 * random();
      drawPath(image, [{ row: -5, column }, { row: Math.max(4, depth), column: column + 14 * (random() - 0.5) }], { width: 3.2, colour: [level + 6, level, level - 2 < 0 ? 0 : level - 2] });
    }
    expect(reasons(await saved(image))).not.toContain('vignette');
  });

  it('is not seen where the light only falls off towards the corners', () => {
    expect(reasons(scoped(60, [0, 0, 0]))).toEqual([]);
  });

  it('is not seen, either, where two or four corners are black and it grows lighter slowly from there', async () => {
    const oval = (down: number, across: number): number => Math.hypot(down, across / 1.35);
    const falls: readonly ((down: number, across: number) => number)[] = [(down, across) => 1 - 2.4 * oval(down, across) ** 2, (down, across) => 1 - 3 * (oval(down, across) - 0.42), (_, across) => 1 - 4 * (across - 0.25)];
    for (const light of falls) {
      const image = skinPicture({ seed: 12 });
      for (let row = 0, at = 0; row < 480; row++) {
        for (let column = 0; column < 640; column++) for (let k = 0; k < 3; k++, at++) image.data[at] *= Math.min(1, Math.max(0.02, light(row / 480 - 0.5, (column - 320) / 480)));
      }
      expect([light, reasons(await saved(image))]).toEqual([light, []]);
    }
  });

  function circleShare(radius: number): number {
    let inside = 0;
    for (let row = 0; row < 480; row++) for (let column = 0; column < 640; column++) if (Math.hypot(row - 236, column - 330) <= radius) inside++;
    return inside / (480 * 640);
  }
});

describe('a frame around the target area', () => {
  it('leaves out its line and nothing of the hair inside, however thick the line', async () => {
    for (const [index, colour] of ([[230, 30, 40], [0, 0, 0], [255, 255, 255]] as const).entries()) {
      for (const width of [3, 10, 14, 20, 26]) {
        const image = skinPicture({ seed: 140 + index }), sides = { rows: [130, 350], columns: [180, 460] } as const;
        for (const row of sides.rows) fillRectangle(image, [row, row + width], [180, 460 + width], [...colour]);
        for (const column of sides.columns) fillRectangle(image, [130, 350 + width], [column, column + width], [...colour]);
        const { mask } = findValidArea(await saved(image, 92));
        expect([colour, width, shareLeftOut(mask, [130 + width + 6, 344], [180 + width + 6, 454])]).toEqual([colour, width, 0]);
        expect(shareLeftOut(mask, [130, 130 + width], [200, 440])).toBeGreaterThan(0.9);
      }
    }
  });
});

describe('measuring circles', () => {
  it('are found in any colour, whole or cut by the frame, and only their line is left out', async () => {
    const colours: Colour[] = [[230, 30, 40], [30, 200, 60], [40, 60, 230], [250, 240, 40], [255, 255, 255], [0, 0, 0]];
    for (const [index, colour] of colours.entries()) {
      const image = skinPicture({ seed: 20 + index });
      const centre = index % 2 === 0 ? { row: 250, column: 320 } : { row: 60, column: 560 };
      const radius = index % 2 === 0 ? 180 : 300;
      drawRing(image, centre, radius, { width: 1.5 + (index % 3), colour });
      const { mask, exclusions } = findValidArea(await saved(image, 90));
      expect([colour, exclusions.map(({ reason }) => reason)]).toEqual([colour, ['measuringCircle']]);
      for (let step = 0; step < 360; step++) {
        const row = Math.round(centre.row + radius * Math.sin(step));
        const column = Math.round(centre.column + radius * Math.cos(step));
        if (row >= 6 && column >= 6 && row < 474 && column < 634) expect(mask.data[row * 640 + column]).toBe(0);
      }
      expect(exclusions[0].share).toBeLessThan(0.05);
    }
  });

  it('are left out in their whole thickness, as a finger on a tablet or a felt-tip draws them', async () => {
    const colours: Colour[] = [[230, 30, 40], [250, 240, 40], [255, 255, 255], [0, 0, 0]];
    for (const [index, colour] of colours.entries()) {
      for (const width of [9, 14, 20]) {
        const image = skinPicture({ seed: 120 + index });
        drawRing(image, { row: 240, column: 330 }, 170, { width, colour });
        const { mask, exclusions } = findValidArea(await saved(image, 90));
        expect([colour, width, exclusions.map(({ reason }) => reason)]).toEqual([colour, width, ['measuringCircle']]);
        for (let step = 0; step < 360; step++) {
          for (const away of [-0.4, 0, 0.4]) {
            const radius = 170 + away * width, row = Math.round(240 + radius * Math.sin(step)), column = Math.round(330 + radius * Math.cos(step));
            expect([colour, width, away, step, mask.data[row * 640 + column]]).toEqual([colour, width, away, step, 0]);
          }
        }
        expect(exclusions[0].share).toBeLessThan((2 * Math.PI * 170 * (width + 14)) / (640 * 480));
      }
    }
  });

  it('are not seen in uncut curls, thick lines by themselves that bend like an arc for a while', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = seeded(7700 + seed), image = skinPicture({ seed, width: 800, height: 600, hairs: 0 });
      for (let curl = 0; curl < 12; curl++) {
        const radius = 30 + random() * 540, row = random() * 600, column = random() * 800, first = random() * 6.28, turn = 1 + random() * 5, sway = 0.6 + random() * 3, shade = (random() - 0.5) * 20, width = 10 + random() * 22;
        const path = Array.from({ length: 121 }, (_, k) => {
          const angle = first + (turn * k) / 120, away = radius + sway * Math.sin(k / 7);
          return { row: row + away * Math.sin(angle), column: column + away * Math.cos(angle) };
        });
        drawPath(image, path, { width, colour: [45 + shade, 35 + shade, 30 + shade], opacity: 0.92 });
      }
      expect([seed, reasons(await saved(image, 90)).includes('measuringCircle')]).toEqual([seed, false]);;
    }
  });

  it('are not seen in a round border between light and dark, whatever lies along it', async () => {
    const image = skinPicture({ seed: 131 });
    for (let row = 0; row < 480; row++) {
      for (let column = 0; column < 640; column++) {
        const away = Math.hypot(row - 260, column - 320) - 190, at = 3 * (row * 640 + column), lit = 0.5 + 0.5 * Math.sin(Math.atan2(row - 260, column - 320) * 3);
        if (away > 14) image.data.fill(235, at, at + 3);
        else if (away > 0) for (let channel = 0; channel < 3; channel++) image.data[at + channel] = 40 + 110 * lit;
      }
    }
    expect(reasons(await saved(image, 90))).not.toContain('measuringCircle');
  });

  it('are left out with their radius line and its handle, however short the piece in the frame is', async () => {
    const image = skinPicture({ seed: 37 });
    const colour: Colour = [230, 30, 40];
    drawRing(image, { row: 60, column: 560 }, 300, { width: 2, colour });
    drawPath(image, [{ row: 22, column: 610 }, { row: 28, column: 640 }], { width: 1.8, colour });
    const { mask, exclusions } = findValidArea(await saved(image, 92));
    expect(new Set(exclusions.map(({ reason }) => reason))).toEqual(new Set(['measuringCircle']));
    for (let column = 612; column < 638; column++) expect(mask.data[Math.round(22 + (column - 610) / 5) * 640 + column]).toBe(0);
    expect(shareLeftOut(mask, [100, 470], [300, 470].map((edge) => edge - 60) as [number, number])).toBeLessThan(0.05);
  });

  it('do not take a red spot on the skin with them when they are black', () => {
    const image = skinPicture({ seed: 38 });
    drawRing(image, { row: 240, column: 320 }, 180, { width: 2, colour: [0, 0, 0] });
    fillRectangle(image, [230, 245], [300, 318], [190, 70, 70], 0.8);
    expect(shareLeftOut(findValidArea(image).mask, [230, 245], [300, 318])).toBe(0);
  });

  it('are found when they are dashed', () => {
    const image = skinPicture({ seed: 31 });
    for (let dash = 0; dash < 48; dash++) {
      const arc = [0, 0.3, 0.6].map((part) => ({ row: 240 + 170 * Math.sin(((dash + part) / 48) * 2 * Math.PI), column: 320 + 170 * Math.cos(((dash + part) / 48) * 2 * Math.PI) }));
      drawPath(image, arc, { width: 2, colour: [220, 20, 30] });
    }
    expect(reasons(image)).toEqual(['measuringCircle']);
  });
});

describe('a grey frame', () => {
  it('is seen on the side where the skin is as bright, too', () => {
    const image = skinPicture({ seed: 95 }), level: Colour = [190, 190, 190];
    for (let row = 0; row < image.height; row++) for (let column = 420; column < 640; column++) for (let c = 0, at = 3 * (row * 640 + column); c < 3; c++) image.data[at + c] = 184 + ((row * 7 + column * 5 + c) % 13);
    for (const columns of [[0, 40], [600, 640]] as const) fillRectangle(image, [0, 480], columns, level);
    expect(findPictureFrame(image)).toEqual({ top: 0, left: 42, bottom: 480, right: 598 });
  });

  it('is not seen where skin is as bright as it, but no line is of one colour', () => {
    const image = skinPicture({ seed: 95 });
    for (let row = 0; row < image.height; row++) for (let column = 420; column < 640; column++) for (let c = 0, at = 3 * (row * 640 + column); c < 3; c++) image.data[at + c] = 184 + ((row * 7 + column * 5 + c) % 13);
    fillRectangle(image, [0, 480], [0, 40], [190, 190, 190]);
    expect(findPictureFrame(image)).toEqual({ top: 0, left: 42, bottom: 480, right: 640 });
  });
});

describe('arrows and signs in a colour that neither skin nor hair has', () => {
  const arrow = [{ row: 200, column: 300 }, { row: 244, column: 372 }], colours: Colour[] = [[255, 240, 0], [0, 255, 0], [0, 220, 255], [20, 60, 240], [255, 0, 200]];

  it('are left out, and hardly any skin beside them', async () => {
    for (const [index, colour] of colours.entries()) {
      const image = skinPicture({ seed: 60 + index });
      drawPath(image, arrow, { width: 5, colour });
      drawPath(image, [{ row: 214, column: 296 }, arrow[0]!, { row: 196, column: 318 }], { width: 5, colour });
      const { mask, exclusions } = findValidArea(await saved(image, 85));
      expect([colour, exclusions.map(({ reason }) => reason)]).toEqual([colour, ['drawing']]);
      for (let step = 0; step <= 10; step++) expect(mask.data[Math.round(200 + 4.4 * step) * 640 + Math.round(300 + 7.2 * step)]).toBe(0);
      expect(exclusions[0]!.share).toBeLessThan(0.012);
    }
  });

  it('are not what hair dyed red, blue, green or pink is: a few such hairs on light skin are hairs', async () => {
    for (const [index, colour] of ([[190, 20, 40], [30, 50, 190], [20, 140, 60], [120, 30, 160], [215, 40, 150]] as const).entries()) {
      const image = skinPicture({ seed: 80 + index, hairs: 0 });
      for (let k = 0; k < 5; k++) drawPath(image, [{ row: 70 + 70 * k, column: 90 + 105 * k }, { row: 120 + 70 * k, column: 78 + 109 * k }], { width: 9, colour });
      expect([colour, reasons(await saved(image, 88)).filter((reason) => reason === 'drawing')]).toEqual([colour, []]);
    }
  });

  it('are what such colours mean among much dark hair, and on bare skin in the purest red, yellow or blue', async () => {
    const among = skinPicture({ seed: 86 }), bare = skinPicture({ seed: 87, hairs: 0 });
    drawPath(among, arrow, { width: 5, colour: [0, 112, 192] });
    for (const [k, colour] of ([[255, 0, 0], [255, 240, 0], [20, 60, 240]] as const).entries()) drawPath(bare, arrow.map(({ row, column }) => ({ row: row + 80 * (k - 1), column })), { width: 5, colour });
    expect(reasons(await saved(among, 85))).toEqual(['drawing']);
    expect(reasons(await saved(bare, 85))).toEqual(['drawing', 'drawing', 'drawing']);
  });

  it('are not seen in skin and hair alone, also under warm, cold and strongly coloured light', () => {
    for (const gains of [[1, 1, 1], [1.15, 0.95, 0.6], [0.75, 0.95, 1.2], [1.3, 0.8, 0.7], [0.85, 1.1, 0.8]]) {
      const image = skinPicture({ seed: 70 });
      for (let at = 0; at < image.data.length; at++) image.data[at] = Math.min(255, image.data[at]! * gains[at % 3]!);
      expect([gains, reasons(image)]).toEqual([gains, []]);
    }
  });
});

describe('scale bars', () => {
  it('are left out with their label: two arms, end strokes, white, black or yellow', async () => {
    for (const [seed, colour] of [[41, [60, 60, 66]], [42, [255, 255, 255]], [43, [250, 240, 30]]] as const) {
      const corner = skinPicture({ seed });
      drawPath(corner, [{ row: 260, column: 40 }, { row: 430, column: 40 }, { row: 430, column: 210 }], { width: 2, colour });
      fillRectangle(corner, [415, 443], [220, 330], [70, 70, 74]);
      write(corner, '1 0 mm', 230, 438, 3, [240, 240, 240]);
      const bar = skinPicture({ seed: seed + 10 });
      drawPath(bar, [{ row: 440, column: 60 }, { row: 440, column: 220 }], { width: 3, colour });
      for (const end of [60, 220]) drawPath(bar, [{ row: 430, column: end }, { row: 450, column: end }], { width: 3, colour });
      for (const image of [corner, bar]) {
        const { mask, exclusions } = findValidArea(await saved(image, 92));
        expect([seed, exclusions.map(({ reason }) => reason)]).toEqual([seed, ['scaleBar']]);
        expect(exclusions[0].share).toBeLessThan(0.025);
        expect(shareLeftOut(mask, [0, 240], [0, 640])).toBe(0);
      }
      const { mask } = findValidArea(corner);
      expect(shareLeftOut(mask, [429, 431], [42, 208])).toBe(1);
      expect(shareLeftOut(mask, [262, 428], [39, 41])).toBe(1);
      expect(shareLeftOut(mask, [415, 443], [220, 330])).toBe(1);
    }
  });
});

describe('burned-in text', () => {
  it('is left out with the box behind it, or alone', async () => {
    const image = skinPicture({ seed: 61 });
    fillRectangle(image, [20, 52], [440, 620], [0, 0, 0]);
    write(image, 'visit 2 70x', 452, 44, 3, [255, 255, 255]);
    write(image, '2024 05 12 10 32', 30, 462, 3.4, [255, 240, 60]);
    const { mask, exclusions } = findValidArea(await saved(image, 92));
    expect(new Set(exclusions.map(({ reason }) => reason))).toEqual(new Set(['burnedInText']));
    expect(shareLeftOut(mask, [20, 52], [440, 620])).toBe(1);
    expect(shareLeftOut(mask, [445, 462], [34, 280])).toBe(1);
    expect(shareLeftOut(mask, [70, 420], [0, 640])).toBe(0);
  });
});

describe('the exclusions of a photograph', () => {
  const marked = (width = 640, height = 480): RasterImage => {
    const image = skinPicture({ width, height, seed: 71 });
    fillRectangle(image, [height - 30, height], [0, width], [225, 225, 225]);
    drawRing(image, { row: height / 2, column: width / 2 }, height * 0.35, { width: 2, colour: [230, 20, 30] });
    return image;
  };

  it('have shares that add up to what the mask leaves out, and fit the result contract', () => {
    const image = marked();
    const { exclusions } = findValidArea(image);
    for (const exclusion of exclusions) expect(exclusionSchema.parse(exclusion)).toEqual(exclusion);
    expect(exclusions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1 - validShare(image), 10);
  });

  it('are the same when rows and columns change places', () => {
    const turned = transposeImage(marked());
    expect(reasons(turned)).toEqual(['border', 'measuringCircle']);
    expect(Math.abs(validShare(turned) - validShare(marked()))).toBeLessThan(0.002);
  });

  it('are the same, enlarged, on a photograph of twelve megapixels', () => {
    const large = resampleImage(marked(800, 600), { width: 4000, height: 3000 });
    const { mask, exclusions } = findValidArea(large);
    expect([mask.width, mask.height]).toEqual([4000, 3000]);
    expect(exclusions.map(({ reason }) => reason)).toEqual(['footerStrip', 'measuringCircle']);
    expect(Math.abs(exclusions[0].rows[0] - 2850)).toBeLessThanOrEqual(15);
    expect(exclusions[0].rows[1]).toBe(3000);
    expect(exclusions[0].columns).toEqual([0, 4000]);
  });

  it('are the same three times over', async () => {
    const image = await saved(marked());
    const first = findValidArea({ ...image });
    for (let run = 0; run < 2; run++) expect(findValidArea({ ...image })).toEqual(first);
  });
});
