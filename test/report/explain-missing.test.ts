import { describe, expect, it } from 'vitest';
import type { TimepointResult } from '../../src/domain/result.js';
import { explainMissing } from '../../src/report/view/explain-missing.js';
import { exampleIncrease } from '../support/example-results.js';

const worn = { code: 'global.perhapsCovered', field: 'intervals.coverage', message: 'The interval allows for any hair there.' };
const tooDark = { code: 'photo.unusable', field: 'measurements.coverage', message: 'The photograph is not fit to be measured. It is too dark.' };
const several = { code: 'global.severalHeads', field: 'measurements.coverage', message: 'There is a second head.' };
const head = (...issues: TimepointResult['issues']): TimepointResult => ({ ...exampleIncrease().baseline, kind: 'global', calibration: null, issues });

describe('the reason that a report gives for a figure that is missing', () => {
  it('is that the photograph is not fit to be measured, whatever else is said of the figure before', () => {
    for (const issues of [[worn, tooDark], [several, tooDark], [tooDark, worn]]) expect(explainMissing(head(...issues), 'coverage', 'nothing')).toBe(tooDark.message);
  });

  it('is what is said of the figure before what is said of its interval', () => {
    expect(explainMissing(head(worn, several), 'coverage', 'nothing')).toBe(several.message);
    expect(explainMissing(head(worn), 'coverage', 'nothing')).toBe(worn.message);
  });
});
