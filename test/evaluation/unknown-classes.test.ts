import { describe, expect, it } from 'vitest';
import type { PhotoTruth } from '../../src/evaluation/read-hair-truth.js';
import { countUnknownClasses, describeUnknownClasses } from '../../src/evaluation/unknown-classes.js';

const truth = (...classes: string[]): PhotoTruth[] => [{
  name: 'a.jpg', path: 'a.jpg', micrometresPerPixel: 2, validRows: null,
  hairs: classes.map((name, at) => ({ line: at + 2, class: name, root: { row: 1, column: 1 }, tip: { row: 2, column: 2 }, diameterUm: null })),
}];

describe('hairs of a class that nobody has told us of', () => {
  it('are counted as hairs, and said with their number', () => {
    const counts = countUnknownClasses(truth('premium', 'single', 'Abnormal', 'debris', 'Abnormal', ''));
    expect([...counts]).toEqual([['Abnormal', 2], ['debris', 1], ['', 1]]);
    expect(describeUnknownClasses(counts)).toContain('"Abnormal" (2), "debris" (1), no class (1). They are counted as hairs');
  });

  it('are not spoken of where there are none', () => {
    expect(describeUnknownClasses(countUnknownClasses(truth('premium', 'undersize')))).toBeNull();
  });
});
