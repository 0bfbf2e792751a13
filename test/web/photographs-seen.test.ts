import { expect, it } from 'vitest';
import { photographsSeen } from '../../web/src/viewer/photographs-seen.js';

it('gives the figures of the hair that is seen: left of the slider’s line those of the baseline, right of it those of the follow-up alone', () => {
  expect([20, 39.9, 40, 80].map((along) => photographsSeen('slider', 40, along))).toEqual([[0], [0], [1], [1]]);
  expect([photographsSeen('slider', 0, 0), photographsSeen('slider', 100, 99)]).toEqual([[1], [0]]);
});

it('gives the figures of the photograph that is seen better where two are faded into one another, and none of one that is not seen', () => {
  expect([0, 30, 50, 51, 99, 100].map((share) => photographsSeen('fade', share, 10))).toEqual([[0], [0, 1], [0, 1], [1, 0], [1, 0], [1]]);
});
