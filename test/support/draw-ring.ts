import type { RasterImage } from '../../src/raster/raster-image.js';

/** The photograph with a ring drawn on the skin by a marker: ink takes light away, channel by channel. Its radius is a share of the shorter side. */
export function drawRing({ width, height, data }: RasterImage, { radius, halfWidthPx, ink }: { radius: number; halfWidthPx: number; ink: readonly [number, number, number] }): RasterImage {
  const away = radius * Math.min(width, height);
  return {
    width, height,
    data: data.map((value, i) => {
      const x = Math.floor(i / 3) % width, y = Math.floor(i / 3 / width), around = Math.atan2(y - height / 2, x - width / 2);
      const offLine = Math.abs(Math.hypot(x - width / 2, y - height / 2) - away * (1 + 0.02 * Math.sin(3 * around)));
      const taken = Math.min(1, Math.max(0, (halfWidthPx - offLine) / (0.3 * halfWidthPx)));
      return Math.round(value * (1 - taken * (1 - ink[i % 3]!)));
    }),
  };
}
