/** Where a photograph looks: skin coordinates in mm onto pixels. */
export interface CameraPose {
  /** Place of the skin in the middle of the frame, mm. */
  readonly centreMm: readonly [number, number];
  readonly pixelsPerMillimetre: number;
  /** Turn of the picture, radians. */
  readonly rotation: number;
  /** Foreshortening along the direction `tiltDirection`, radians; 0 looks straight down. */
  readonly tilt: number;
  readonly tiltDirection: number;
  /** Smooth stretching of the skin: largest shift in mm, and its phase. */
  readonly stretchMm: number;
  readonly stretchPhase: number;
}

export const straightPose: CameraPose = {
  centreMm: [0, 0], pixelsPerMillimetre: 100, rotation: 0, tilt: 0, tiltDirection: 0, stretchMm: 0, stretchPhase: 0,
};

export interface Camera {
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMillimetre: number;
  /** Skin place (mm) → pixel, [x, y], pixel centres at whole numbers. */
  toPixel(xMm: number, yMm: number): [number, number];
  /** Pixel → skin place (mm). */
  toSkin(x: number, y: number): [number, number];
  /** The skin place of every pixel, row-major, mm. */
  fillSkin(xMm: Float32Array, yMm: Float32Array): void;
}

/** Wavelength of the skin's stretching, mm. */
const stretchLengthMm = 9;

export function createCamera(pose: CameraPose, width: number, height: number): Camera {
  const { centreMm, pixelsPerMillimetre: scale, rotation, tilt, tiltDirection, stretchMm, stretchPhase } = pose;
  const along = Math.cos(tilt), ct = Math.cos(tiltDirection), st = Math.sin(tiltDirection);
  const cr = Math.cos(rotation) * scale, sr = Math.sin(rotation) * scale;
  // Foreshortening in the skin's plane, then turn and scale.
  const fxx = ct * ct * along + st * st, fxy = ct * st * (along - 1), fyy = st * st * along + ct * ct;
  const a = cr * fxx - sr * fxy, b = cr * fxy - sr * fyy, c = sr * fxx + cr * fxy, d = sr * fxy + cr * fyy;
  const determinant = a * d - b * c;
  const middleX = (width - 1) / 2, middleY = (height - 1) / 2;
  const wave = (2 * Math.PI) / stretchLengthMm;
  const shiftX = (x: number, y: number): number => stretchMm * Math.sin(wave * (0.8 * x + 0.6 * y) + stretchPhase);
  const shiftY = (x: number, y: number): number => stretchMm * Math.cos(wave * (0.5 * y - 0.7 * x) + 1.7 * stretchPhase);
  const toSkin = (x: number, y: number): [number, number] => {
    const p = x - middleX, q = y - middleY;
    const u = (d * p - b * q) / determinant + centreMm[0], v = (a * q - c * p) / determinant + centreMm[1];
    if (stretchMm === 0) return [u, v];
    let sx = u, sy = v;
    for (let i = 0; i < 4; i++) {
      const nextX = u - shiftX(sx, sy);
      sy = v - shiftY(sx, sy);
      sx = nextX;
    }
    return [sx, sy];
  };
  return {
    width, height, pixelsPerMillimetre: scale,
    toPixel(xMm, yMm) {
      const u = xMm + (stretchMm === 0 ? 0 : shiftX(xMm, yMm)) - centreMm[0];
      const v = yMm + (stretchMm === 0 ? 0 : shiftY(xMm, yMm)) - centreMm[1];
      return [a * u + b * v + middleX, c * u + d * v + middleY];
    },
    toSkin,
    fillSkin(xMm, yMm) {
      const stepX = d / determinant, stepY = -c / determinant;
      for (let y = 0, i = 0; y < height; y++) {
        const [startX, startY] = toSkin(0, y);
        for (let x = 0; x < width; x++, i++) {
          if (stretchMm === 0) {
            xMm[i] = startX + x * stepX;
            yMm[i] = startY + x * stepY;
          } else [xMm[i], yMm[i]] = toSkin(x, y) as [number, number];
        }
      }
    },
  };
}
