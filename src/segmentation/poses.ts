/** A way to lay the picture before the network: quarter turns clockwise, after mirroring left and right or not. */
export interface Pose {
  readonly quarterTurns: 0 | 1 | 2 | 3;
  readonly mirrored: boolean;
}

/** The network's answers in these poses are averaged: steadier than one. */
export const poses: readonly Pose[] = [
  { quarterTurns: 0, mirrored: false },
  { quarterTurns: 0, mirrored: true },
];

/** Where pixel (x, y) of the upright picture lies in the turned one: `origin + x × right + y × down` as an index of its row-major data. */
export interface TurnedSteps {
  readonly origin: number;
  readonly right: number;
  readonly down: number;
}

/** Size of a picture after turning. */
export function turnedSize({ quarterTurns }: Pose, width: number, height: number): { width: number; height: number } {
  return quarterTurns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/**
 * Steps from the upright picture into the turned one.
 * @param stride  Length of a row of the turned picture's data, at least its width.
 */
export function turnIn(pose: Pose, width: number, height: number, stride: number): TurnedSteps {
  const turned = pose.quarterTurns === 0 ? { origin: 0, right: 1, down: stride }
    : pose.quarterTurns === 1 ? { origin: height - 1, right: stride, down: -1 }
      : pose.quarterTurns === 2 ? { origin: (height - 1) * stride + width - 1, right: -1, down: -stride }
        : { origin: (width - 1) * stride, right: -stride, down: 1 };
  return pose.mirrored ? { origin: turned.origin + (width - 1) * turned.right, right: -turned.right, down: turned.down } : turned;
}

/** Index of pixel (x, y) in the turned data. */
export function turnedIndex({ origin, right, down }: TurnedSteps, x: number, y: number): number {
  return origin + x * right + y * down;
}
