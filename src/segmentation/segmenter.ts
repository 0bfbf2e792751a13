import type { RasterImage } from '../raster/raster-image.js';
import type { ShaftMaps } from '../raster/shaft-maps.js';

/** Where the numbers come from; written into every result. */
export interface ModelIdentity {
  readonly name: string;
  readonly sha256: string;
  readonly runtime: 'onnxruntime-node' | 'onnxruntime-web';
}

/** Something that finds shafts in a picture. Implementations pass `test/segmentation/segmenter-contract.ts`. */
export interface Segmenter {
  readonly model: ModelIdentity;
  /** Scale at which pictures are expected. */
  readonly pixelsPerMillimetre: number;
  /** Whether the network has a thread of its own, so that whoever asked can go on meanwhile. */
  readonly looksMeanwhile: boolean;
  /** Milliseconds spent inside the network so far; for benchmarks. */
  readonly networkMilliseconds: () => number;
  /** @param image At `pixelsPerMillimetre`, at least 32 pixels in width and height. */
  segment(image: RasterImage): Promise<ShaftMaps>;
}
