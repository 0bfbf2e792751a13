import { beforeAll, describe, expect, it } from 'vitest';
import { timepointResultSchema, type QualityCheck } from '../../src/domain/result.js';
import { assessCloseupQuality, type CloseupQuality } from '../../src/image-io/closeup-quality.js';
import { blurPhotograph, castPhotograph, exposePhotograph, photographPhantom, shakePhotograph } from '../../src/phantom/index.js';
import { findValidArea } from '../../src/image-io/valid-area.js';
import { wholeSpans } from '../../src/raster/row-spans.js';
import { drawPath } from '../../src/raster/draw-strokes.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { seeded, skinPicture } from './skin-picture.js';

const umPerPixel = 6;
const judge = (image: RasterImage, scale: number | null = umPerPixel): CloseupQuality => assessCloseupQuality(
  image, scale === null ? null : { method: 'given', micrometresPerPixel: scale, relativeUncertainty: 0.01 },
  wholeSpans(image),
);
const failed = ({ checks }: CloseupQuality): string[] => checks.filter(({ passed, check }) => !passed && !check.endsWith('Resolution')).map(({ check }) => check);
const check = (quality: CloseupQuality, name: string): QualityCheck => quality.checks.find((one) => one.check === name)!;
const paint = (width: number, height: number, colour: (row: number, column: number) => readonly number[]): RasterImage => {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) data.set(colour(Math.floor(at / width), at % width).map((value) => Math.min(255, Math.max(0, value))), at * 3);
  return { width, height, data };
};
const grey = (image: RasterImage): RasterImage => paint(image.width, image.height, (row, column) => {
  const at = (row * image.width + column) * 3;
  return Array(3).fill(0.299 * image.data[at] + 0.587 * image.data[at + 1] + 0.114 * image.data[at + 2]) as number[];
});

let fair: RasterImage, dark: RasterImage;
beforeAll(() => {
  const field = { micrometresPerPixel: umPerPixel, widthMm: 3.6, heightMm: 2.7, densityPerCm2: 180, hairColour: 'black', style: 'immersion' } as const;
  fair = photographPhantom({ ...field, seed: 4242, skinTone: 2 }).image;
  dark = photographPhantom({ ...field, seed: 4243, skinTone: 6 }).image;
});

describe('a photograph of clipped hair that was taken well', () => {
  it('passes every check on fair and on dark skin, in colour and in grey', () => {
    for (const image of [fair, dark, grey(fair)]) expect(failed(judge(image))).toEqual([]);
    expect(judge(fair).usable && judge(dark).usable).toBe(true);
  });

  it('says value, unit, limit and direction with each check, and how the photograph looks, in the form of the result', () => {
    const quality = judge(fair);
    expect(timepointResultSchema.shape.quality.parse(quality)).toEqual(quality);
    for (const one of quality.checks) expect(one.message.length, one.check).toBeGreaterThan(20);
    expect(quality.appearance.skinColour!.length).toBe(3);
    expect(quality.appearance.edgeBlurUm).toBe(check(quality, 'sharpness').value);
  });

  it('is judged without a scale too, then in shaft widths and without what needs a scale', () => {
    const quality = judge(fair, null);
    expect(failed(quality)).toEqual([]);
    expect(check(quality, 'sharpness').unit).toBe('shaft widths');
    expect(quality.checks.map((one) => one.check)).not.toContain('wetness');
  });
});

describe('a photograph of a whole square centimetre', () => {
  it('is judged as sharp as the piece of it that a small photograph shows, and refused where it is blurred', () => {
    const { image } = photographPhantom({ seed: 4251, densityPerCm2: 120, micrometresPerPixel: 7, widthMm: 10, heightMm: 8, hairColour: 'black', skinTone: 2, style: 'immersion' });
    expect(failed(judge(image, 7))).toEqual([]);
    const soft = judge(blurPhotograph(image, 35 / 7), 7);
    expect([soft.usable, failed(soft).includes('sharpness')]).toEqual([false, true]);
    expect(check(soft, 'sharpness').value).toBeGreaterThan(24);
  });
});

describe('a photograph that other software put into a frame', () => {
  it('is judged by its skin: the sharp edge of a black, white or grey frame is none of a device that moved', () => {
    const fine = 2.8, soft = blurPhotograph(photographPhantom({ seed: 4244, micrometresPerPixel: fine, widthMm: 2.8, heightMm: 2.1, densityPerCm2: 150, hairColour: 'black', style: 'immersion' }).image, 10 / fine);
    const judgeFine = (image: RasterImage): CloseupQuality => assessCloseupQuality(image, { method: 'given', micrometresPerPixel: fine, relativeUncertainty: 0.01 }, findValidArea(image).mask);
    const without = judgeFine(soft);
    for (const [level, beside, above] of [[0, 60, 60], [255, 60, 60], [208, 0, 80]] as const) {
      const framed = judgeFine(paint(soft.width + 2 * beside, soft.height + 2 * above, (row, column) => {
        const r = row - above, c = column - beside;
        return r < 0 || c < 0 || r >= soft.height || c >= soft.width ? [level, level, level] : [...soft.data.subarray((r * soft.width + c) * 3, (r * soft.width + c) * 3 + 3)];
      }));
      expect([level, failed(framed)]).toEqual([level, failed(without)]);
      expect(Math.abs(check(framed, 'sharpness').value! - check(without, 'sharpness').value!), String(level)).toBeLessThan(0.6);
      expect(Math.abs(check(framed, 'motion').value! - check(without, 'motion').value!), String(level)).toBeLessThan(0.6);
    }
  });
});

describe('a photograph that was taken badly is refused, and told what to do better', () => {
  it('when it is out of focus by so much that hairs of 30 µm are lost; by half of that it is only doubtful', () => {
    const lost = check(judge(blurPhotograph(fair, 40 / umPerPixel)), 'sharpness');
    expect(lost).toMatchObject({ passed: false, severity: 'refuse', unit: 'µm', failsWhen: 'above' });
    expect(lost.value!).toBeGreaterThan(lost.limit);
    expect(lost.message).toMatch(/Focus on the skin/);
    expect(check(judge(blurPhotograph(fair, 19 / umPerPixel)), 'sharpness').severity).toBe('warn');
  });

  it('when the device moved across the hairs during the exposure', () => {
    expect([0, 0.8, 1.6, 2.4].map((angle) => failed(judge(shakePhotograph(fair, 150 / umPerPixel, angle)))).filter((names) => names.includes('motion') || names.includes('sharpness')).length).toBeGreaterThanOrEqual(3);
  });

  it('when the device moved along the hairs, whose edges stay sharp: the grains of the skin are drawn to streaks', () => {
    const field = { micrometresPerPixel: 6.5, widthMm: 3.4, heightMm: 2.6, densityPerCm2: 180, style: 'immersion', seed: 550_014 } as const;
    const still = photographPhantom(field).image, moved = judge(shakePhotograph(still, 120 / 6.5, 2), 6.5);
    expect(check(moved, 'motion').passed).toBe(true);
    expect(check(moved, 'streaks')).toMatchObject({ passed: false, severity: 'warn' });
    expect(check(judge(still, 6.5), 'streaks').passed).toBe(true);
  });

  it('but not for furrows of skin that all lie one way, across which hair is as sharp as anywhere', () => {
    const furrowed = paint(640, 480, (row, column) => {
      const at = ((row % fair.height) * fair.width + (column % fair.width)) * 3, shade = 9 * Math.sin(column / 2.1 + 3 * Math.sin(row / 90) + Math.sin(column / 37));
      return [0, 1, 2].map((channel) => fair.data[at + channel] + shade);
    });
    expect(check(judge(furrowed), 'streaks')).toMatchObject({ passed: true, value: 0 });
  });

  it('when it is dark: fair skin at a third of its light, which is not mistaken for dark skin', () => {
    const quality = judge(exposePhotograph(fair, 0.33));
    expect(check(quality, 'darkness')).toMatchObject({ passed: false, severity: 'refuse' });
    expect(quality.usable).toBe(false);
    expect(check(judge(dark), 'darkness').value!).toBeLessThan(check(judge(fair), 'darkness').value!);
  });

  it('when it is dark and grey, or violet, so that its colour tells nothing of its pigment: even what mirrors the light stays dark', () => {
    for (const image of [grey(fair), castPhotograph(fair, [0.95, 0.95, 1.2])]) {
      expect(check(judge(image), 'highlights').passed).toBe(true);
      expect(check(judge(exposePhotograph(image, 0.3)), 'highlights')).toMatchObject({ passed: false, severity: 'warn' });
    }
  });

  it('when it is overexposed', () => {
    const quality = judge(exposePhotograph(fair, 2.2));
    expect(failed(quality)).toEqual(expect.arrayContaining(['overexposure', 'glare']));
    expect(quality.usable).toBe(false);
  });

  it('when the light has a colour that skin cannot have', () => {
    for (const gains of [[0.4, 1, 0.5], [0.35, 0.8, 1.5]] as const) expect(check(judge(castPhotograph(fair, gains)), 'colourCast').passed).toBe(false);
    // Red light on pale skin under immersion, and a grey picture that was tinted: redder than melanin makes skin.
    expect(check(judge(castPhotograph(grey(fair), [1.3, 0.6, 0.5])), 'colourCast')).toMatchObject({ passed: false, severity: 'warn' });
  });
});

describe('a picture that shows no skin and hair', () => {
  const random = seeded(5);

  it('is refused when it is noise, in colours, in grey, and in the colours of skin', () => {
    for (const [middle, size] of [[[128, 128, 128], 80], [[190, 145, 120], 40]] as const) {
      const noise = paint(640, 480, () => { const common = random() * 2 - 1; return middle.map((value) => value + size * (0.5 * common + random() * 2 - 1)); });
      expect(check(judge(noise), 'grain')).toMatchObject({ passed: false, severity: 'refuse' });
      expect(check(judge(grey(noise)), 'grain').passed).toBe(false);
    }
  });

  it('is refused when it is a page of print', () => {
    const page = paint(640, 480, (row, column) => (row % 12 < 6 && (column * 7 + Math.floor(row / 12) * 13) % 11 < 5 ? [40, 40, 45] : [228, 226, 220]));
    expect(judge(page).usable).toBe(false);
  });

  it('is refused when skin, cloth and background meet in it, as on a portrait', () => {
    const portrait = paint(640, 480, (row, column) => {
      const shade = 6 * Math.sin(row / 3) * Math.sin(column / 4);
      if (Math.hypot(row - 220, (column - 320) * 1.3) < 170) return row < 120 ? [45 + shade, 35, 30] : [205 + shade, 160, 135];
      return row > 330 ? [40 + shade, 60, 120] : [225 + shade, 225, 230];
    });
    expect(check(judge(portrait), 'evenness')).toMatchObject({ passed: false, severity: 'refuse' });
  });

  it('is refused when it is as green as grass', () => {
    expect(check(judge(castPhotograph(skinPicture({ seed: 9 }), [0.35, 0.8, 0.3])), 'colourCast').severity).toBe('refuse');
  });
});

describe('hair and scale', () => {
  it('are doubted when hair sticks together to broad strands', () => {
    const image = skinPicture({ seed: 3, hairs: 0 }), tufts = skinPicture({ seed: 3, hairs: 0 });
    for (let i = 0; i < 12; i++) {
      const from = { row: 40 + (i % 4) * 110, column: 60 + Math.floor(i / 4) * 200 }, to = { row: from.row + 60, column: from.column + 90 };
      drawPath(image, [from, to], { width: 80 / umPerPixel, colour: [40, 32, 28] });
      drawPath(tufts, [from, to], { width: 330 / umPerPixel, colour: [40, 32, 28] });
    }
    expect(check(judge(image), 'wetness').passed).toBe(true);
    expect(check(judge(tufts), 'wetness')).toMatchObject({ passed: false, severity: 'warn' });
  });

  it('is not what fair hair is whose photograph has a black strip or black around a round field', () => {
    const mean = [0, 1, 2].map((channel) => { let sum = 0; for (let i = channel; i < fair.data.length; i += 3) sum += fair.data[i]!; return (3 * sum) / fair.data.length; });
    const { width, height } = fair, pale = paint(width, height, (row, column) => mean.map((level, channel) => level + 0.4 * (fair.data[(row * width + column) * 3 + channel]! - level)));
    const blacken = (isOutside: (row: number, column: number) => boolean): RasterImage => paint(width, height, (row, column) => (isOutside(row, column) ? [3, 3, 3] : [...pale.data.subarray((row * width + column) * 3, (row * width + column) * 3 + 3)]));
    const pictures = [pale, blacken((row) => row >= height - 40), blacken((row, column) => Math.hypot(row - height / 2, column - width / 2) > 0.47 * height)];
    for (const image of pictures) {
      const quality = assessCloseupQuality(image, { method: 'given', micrometresPerPixel: umPerPixel, relativeUncertainty: 0.01 }, findValidArea(image).mask);
      expect(check(quality, 'wetness').passed).toBe(true);
      expect(quality.appearance.clumpedShare).toBeLessThan(0.1);
    }
  });

  it('are doubted when a film of water mirrors the light on skin and shafts, and the photograph stays usable', () => {
    const field = { micrometresPerPixel: umPerPixel, widthMm: 3, heightMm: 2.4, densityPerCm2: 120, hairColour: 'black', skinTone: 3, seed: 77 } as const;
    const dry = judge(photographPhantom(field).image), wet = judge(photographPhantom({ ...field, wetHair: true }).image);
    expect(check(dry, 'film').passed).toBe(true);
    expect(check(wet, 'film')).toMatchObject({ passed: false, severity: 'warn' });
    expect(check(wet, 'film').message).toMatch(/Dry the skin/);
  });

  it('are doubted when the scale of another device makes every shaft a thread or a rope', () => {
    expect(check(judge(fair, umPerPixel / 5), 'shaftWidth').passed).toBe(false);
    expect(check(judge(fair, umPerPixel), 'shaftWidth').passed).toBe(true);
  });

  it('keep the photograph usable where pixels are only too coarse: 5 µm for kinds of hair, 10 µm for counting', () => {
    const [fine, medium, coarse] = [4.9, 7, 11].map((scale) => judge(fair, scale));
    expect([fine, medium, coarse].map((quality) => ['countingResolution', 'diameterResolution'].map((name) => check(quality, name).passed))).toEqual([[true, true], [true, false], [false, false]]);
    expect(check(coarse, 'countingResolution').severity).toBe('warn');
  });
});
