import { beforeAll, describe, expect, it } from 'vitest';
import { analysePhotograph, openShippedHeadSegmenter } from '../../../src/analysis/analyse-photograph.js';
import { openShippedSegmenter } from '../../../src/analysis/analyse-timepoint.js';
import { contradictsCloseup, recogniseKind } from '../../../src/analysis/kind/recognise-kind.js';
import { encodePng } from '../../../src/image-io/encode-image.js';
import { drawRing } from '../../support/draw-ring.js';
import { frameImage } from '../../support/frame-image.js';
import { paintHead } from '../../support/paint-head.js';
import { photographPhantom } from '../../../src/phantom/index.js';
import { paintOther } from '../../../src/phantom/paint-other.js';
import type { GlobalMaps } from '../../../src/raster/global-maps.js';
import type { RasterImage } from '../../../src/raster/raster-image.js';
import type { GlobalSegmenter } from '../../../src/segmentation/global-segmenter.js';
import type { Segmenter } from '../../../src/segmentation/segmenter.js';

let heads: GlobalSegmenter, shafts: Segmenter;
beforeAll(async () => { [heads, shafts] = [await openShippedHeadSegmenter(), await openShippedSegmenter()]; });

const rendered = photographPhantom({ seed: 900_201, micrometresPerPixel: 6, widthMm: 3.5, heightMm: 3, style: 'immersion', densityPerCm2: 150 }).image;
const scalp = photographPhantom({ seed: 77, densityPerCm2: 120, micrometresPerPixel: 5, widthMm: 4, heightMm: 3.2, hairColour: 'black', skinTone: 2 }).image;

const seen = new WeakMap<RasterImage, Promise<GlobalMaps>>();

/** What the network for heads sees; it looks at each picture once, however often it is asked. */
function lookForHead(image: RasterImage): Promise<GlobalMaps> {
  const maps = seen.get(image) ?? heads.segment(image);
  seen.set(image, maps);
  return maps;
}

/** The kind, and how often the network for heads was asked. */
async function recognise(image: RasterImage, scaleGiven = false): Promise<{ kind: string; asked: number }> {
  let asked = 0;
  const { kind } = await recogniseKind(image, () => { asked++; return lookForHead(image); }, shafts, scaleGiven);
  return { kind, asked };
}

describe('a photograph of unknown kind', () => {
  it('is a close-up at first sight when it shows rendered scalp, and the network for heads is not asked', async () => {
    expect(await recognise(rendered)).toEqual({ kind: 'closeup', asked: 0 });
  });

  it('is a close-up where single shafts are plainly seen, also when so much light leaves no skin its colour', async () => {
    const { image } = photographPhantom({ seed: 900_301, micrometresPerPixel: 6, widthMm: 4, heightMm: 3, style: 'immersion', densityPerCm2: 150, hairColour: 'black', skinTone: 1 });
    expect(await recognise({ ...image, data: image.data.map((value) => Math.min(255, value * 1.8)) })).toMatchObject({ kind: 'closeup' });
  });

  it.each([3, 5])('is neither when it shows wood (%i), whose grain has the light and colours of a close-up and looks a little like hair', async (seed) => {
    expect(await recognise(paintOther('wood', seed))).toMatchObject({ kind: 'neither' });
  });

  it.each(['document', 'landscape', 'tiles', 'blank'] as const)('is neither when it shows a %s, and the network for heads has looked', async (subject) => {
    expect(await recognise(paintOther(subject, 5))).toMatchObject({ kind: 'neither' });
  });
});

describe('a photograph of unknown kind in a frame', () => {
  it('is the close-up, or the head, that it is without its frame', async () => {
    const kindOf = async (image: RasterImage): Promise<string> => (await analysePhotograph(await encodePng(image), { calibration: null })).result.kind;
    expect([await kindOf(frameImage(scalp, 80, 0)), await kindOf(frameImage(paintHead({ width: 600, height: 640, hairShare: 0.6 }), 60, 0))]).toEqual(['closeup', 'global']);
  });
});

describe('a close-up in the round field of a scope', () => {
  const round: RasterImage = { ...scalp, data: scalp.data.slice() };
  for (let at = 0; at < round.width * round.height; at++) {
    if (Math.hypot(Math.floor(at / round.width) - round.height / 2, (at % round.width) - round.width / 2) > 0.4 * round.height) round.data.fill(3, 3 * at, 3 * at + 3);
  }

  it('is no head with a bald crown, whether a scale is given or not', async () => {
    expect((await recognise(round)).kind).toBe('global');
    const bytes = await encodePng(round);
    for (const calibration of [null, { method: 'given', micrometresPerPixel: 5 }] as const) expect((await analysePhotograph(bytes, { calibration })).result.kind).toBe('closeup');
    expect((await analysePhotograph(bytes, { calibration: { method: 'given', micrometresPerPixel: 5 }, kind: 'closeup' })).result.kind).toBe('closeup');
  });
});

describe('nearly bare skin in the round field of a scope', () => {
  const skin = photographPhantom({ seed: 32, densityPerCm2: 8, micrometresPerPixel: 6, widthMm: 4, heightMm: 3.2, hairColour: 'black', skinTone: 2 }).image;
  for (let at = 0; at < skin.width * skin.height; at++) {
    if (Math.hypot(Math.floor(at / skin.width) - skin.height / 2, (at % skin.width) - skin.width / 2) > 0.45 * skin.height) skin.data.fill(3, 3 * at, 3 * at + 3);
  }

  it('gets no coverage of a head: it is refused without a scale, with the words that one helps, and measured with one', async () => {
    expect((await recognise(skin)).kind).toBe('global');
    const bytes = await encodePng(skin);
    await expect(analysePhotograph(bytes, { calibration: null })).rejects.toMatchObject({ code: 'photo.notHair', hint: expect.stringContaining('give its scale') });
    for (const options of [{ calibration: { method: 'given', micrometresPerPixel: 6 } }, { calibration: null, kind: 'closeup' }] as const) expect((await analysePhotograph(bytes, options)).result.kind).toBe('closeup');
  });
});

describe('a photograph that is said to be a close-up', () => {
  it('is contradicted when it clearly shows a head', async () => {
    const head = paintHead({ width: 600, height: 640, hairShare: 0.6 });
    expect(await contradictsCloseup(head, () => lookForHead(head))).toBe(true);
    expect(await contradictsCloseup(rendered, () => lookForHead(rendered))).toBe(false);
  });
});

describe('a close-up of thin hair on which a ring was drawn around the target area', () => {
  const inks = { violet: [0.35, 0.2, 0.6], black: [0.12, 0.12, 0.14] } as const;
  const withRing = (ink: keyof typeof inks, skinTone: number): RasterImage => drawRing(photographPhantom({
    seed: 9_300_018, style: 'immersion', densityPerCm2: 10, micrometresPerPixel: 8, widthMm: 6, heightMm: 4.5, hairColour: 'darkBrown', skinTone,
  }).image, { radius: 0.4, halfWidthPx: 40, ink: inks[ink] });

  it.each([['black', 2], ['violet', 4]] as const)('is no head with a bald crown (%s ink, skin tone %i)', async (ink, skinTone) => {
    const image = withRing(ink, skinTone);
    expect((await recognise(image, true)).kind).toBe('closeup');
    expect((await recognise(image)).kind).not.toBe('global');
    expect(await contradictsCloseup(image, () => lookForHead(image))).toBe(false);
  });

  it('leaves a drawn head a head, whether a ring stands on its bald crown or not', async () => {
    const head = paintHead({ width: 600, height: 640, hairShare: 0.6 });
    expect((await recognise(head)).kind).toBe('global');
    expect((await recognise(drawRing(head, { radius: 0.1, halfWidthPx: 6, ink: inks.black }))).kind).toBe('global');
  });
});
