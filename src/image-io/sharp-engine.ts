import type sharpType from 'sharp';

type SharpModule = typeof sharpType;

let engine: Promise<SharpModule> | undefined;

/**
 * Loads sharp once, locked down: of all the formats that libvips can read, only JPEG, PNG, WebP and TIFF stay open.
 * Loaded on first use, because a command that only prints its help should not pay for it.
 *
 * The cache is off (a photograph is decoded once) and one thread works at a picture: callers run several pictures
 * side by side, and the memory of one then stays flat. Neither changes a single pixel.
 */
export function loadSharp(): Promise<SharpModule> {
  engine ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({
      operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadTiff'],
    });
    return sharp;
  });
  return engine;
}
