import { expect, it } from 'vitest';
import type { SubjectTimepoint } from '../../web/src/answers.js';
import { joinedPoints } from '../../web/src/study/joined-points.js';

const visit = (id: string, words: string | null, value: number | null): SubjectTimepoint => ({
  id, date: '2026-01-06', name: `${id}.jpg`, photograph: id, picture: '', calibration: null, region: null, score: null, words, refusal: null, change: null, interval: null,
  value: value === null ? null : { value, interval: null }, isCorrected: false,
});

it('leads the line over time past a visit whose photograph cannot be compared, such as one with twice its scale, and past one without a density', () => {
  const visits = [visit('baseline', null, 150), visit('twice the scale', 'Cannot be compared', 38), visit('uncounted', 'No score', null), visit('week 24', 'Slightly increased', 172)];
  expect(joinedPoints(visits).map(({ id }) => id)).toEqual(['baseline', 'week 24']);
});
