import { expect, it } from 'vitest';
import { drawable, openPaper } from '../../src/report/pdf/paper.js';
import { findUnwritable } from '../../web/src/settings/unwritable.js';

it('names the letters of a clinic that the PDF report of its photographs would print as numbers, and no others', () => {
  const paper = openPaper('A clinic', 'a4', new Date(0));
  for (const name of ['Praxis Müller', 'Ωμέγα', 'Клиника', 'עור', 'عيادة', 'Հայ', '皮膚科クリニック', '피부과', 'कक्षा', 'คลินิก', 'Praxis 頭 & Co.']) {
    expect([name, findUnwritable(name) !== '']).toEqual([name, drawable(paper, name).includes('[U+')]);
  }
  expect(findUnwritable('Praxis 頭・頭')).toBe('頭');
});
