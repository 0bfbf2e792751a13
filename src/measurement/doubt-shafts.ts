import { countAcrossOthers } from '../domain/across-others.js';
import type { Calibration } from '../domain/calibration.js';
import type { Hair } from '../domain/hair.js';
import type { Issue } from '../domain/result.js';
import type { PixelWindow } from '../raster/pixel-window.js';
import type { RasterImage } from '../raster/raster-image.js';
import { countBloodRed } from './blood-red.js';

/**
 * From so many, and from such a share of the counted hairs on, something else is probably counted as hair. Of 80 donor close-ups the share that lies across is at most 0.17 (one of six hairs),
 * of 48 rendered scalps 0.14, and never four; with loose clippings painted over ten others it is more in 8.
 */
const doubtful = { across: { fewest: 4, share: 0.15 }, bloodRed: { fewest: 3, share: 0.1 } } as const;

/** What speaks against some of the counted hairs being hair that grows: clippings and fibres that lie across the others, scratches in the colour of blood. Only says so; no figure changes. */
export function doubtShafts(image: RasterImage, hairs: readonly Hair[], calibration: Calibration | null, frame: PixelWindow): Issue[] {
  const counted = hairs.filter((hair) => hair.counted), issues: Issue[] = [], field = 'measurements.hairCount';
  const { across } = countAcrossOthers(counted), isMany = (count: number, { fewest, share }: { fewest: number; share: number }): boolean => count >= fewest && count >= share * counted.length;
  if (isMany(across, doubtful.across)) {
    issues.push({ code: 'hair.acrossOthers', field, message: `${across} of ${counted.length} counted hairs lie across the hairs around them, as loose clippings and fibres do; if that is what they are, counts and densities are too high. Brush loose hair off, or lift it with adhesive tape, and photograph again. Around a whorl and in curly hair it is usual.` });
  }
  const red = calibration === null ? 0 : countBloodRed(image, counted, calibration.micrometresPerPixel, frame);
  if (isMany(red, doubtful.bloodRed)) {
    issues.push({ code: 'hair.bloodRed', field, message: `${red} of ${counted.length} counted hairs are as red as blood: scratches, bleeding or red ink that are counted as hair make counts and densities too high. Photograph before a treatment, or once the skin has healed. Hair dyed red can look the same.` });
  }
  return issues;
}
