import { execFileSync } from 'node:child_process';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { renderHtmlReport } from '../../src/report/render-html-report.js';
import { renderPdfReport } from '../../src/report/render-pdf-report.js';
import { buildReportView } from '../../src/report/view-model.js';
import { drawExamplePictures } from '../support/example-pictures.js';
import { exampleDecrease, exampleFewHairs, exampleIncrease, exampleNoChange, exampleNotComparable, exampleThreeVisits, exampleUncalibrated } from '../support/example-results.js';

const examples = { exampleIncrease, exampleDecrease, exampleNoChange, exampleThreeVisits, exampleFewHairs, exampleUncalibrated, exampleNotComparable };
const options = { generatedAt: null, length: 'short' } as const;
const long = 'a very long name that somebody typed without thinking of paper '.repeat(3);

/** The words of a PDF; null where pdftotext is not installed. */
function readWords(pdf: Uint8Array): string | null {
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, stdio: ['pipe', 'pipe', 'ignore'] }).toString('utf8').replace(/\s+/g, ' ');
  } catch {
    return null;
  }
}
const pagesOf = (pdf: Uint8Array): number => Buffer.from(pdf).toString('latin1').match(/\/Type \/Page\b/g)!.length;

describe('the short report that a patient is handed', () => {
  it.each(Object.entries(examples))('is one page on both papers, whatever was typed and however many words it takes: %s', async (_name, example) => {
    const progress = example(), pictures = await drawExamplePictures(progress, 120);
    for (const paper of ['a4', 'letter'] as const) {
      expect(pagesOf(await renderPdfReport(progress, pictures, { ...options, paper }))).toBe(1);
      const typed = { clinicName: long, clinicAddress: long, subject: long, targetArea: long, title: long };
      expect(pagesOf(await renderPdfReport(progress, pictures, { ...options, ...typed, paper }))).toBe(1);
    }
  });

  it('is one page with a logo above and an address, a long remark of somebody who edited hairs, and five visits', async () => {
    const progress = exampleThreeVisits(), [first, second] = progress.followUps, png = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#14507d' } }).png().toBuffer();
    progress.followUps = [first!, first!, first!, first!, second!];
    second!.warnings = Array.from({ length: 5 }, (_, at) => ({ code: 'comparison.exposure', field: 'followUps', message: `Remark number ${at + 1}: ${'light and sharpness differ '.repeat(9)}.` }));
    const logo = { clinicName: long, clinicAddress: long, clinicLogo: { png, widthPx: 40, heightPx: 40 }, dates: progress.followUps.map(() => null).concat(null) };
    for (const paper of ['a4', 'letter'] as const) {
      const pdf = await renderPdfReport(progress, await drawExamplePictures(progress, 120), { ...options, ...logo, paper });
      expect(pagesOf(pdf)).toBe(1);
      const words = readWords(pdf);
      if (words !== null) expect(words).toMatch(/The full report has \d (more )?remarks\..*earlier ones are in the full report\..*What this cannot say/);
    }
    expect(pagesOf(await renderPdfReport(exampleThreeVisits(), { baseline: null, followUps: [null, null] }, { ...options, ...logo, dates: undefined, paper: 'letter' }))).toBe(1);
  });

  it.each(Object.entries(examples))('says the same as the full one, as page and as PDF: %s', async (_name, example) => {
    const progress = example(), pictures = await drawExamplePictures(progress, 120);
    const [{ score, change, reasons, visit }] = buildReportView(progress, options).comparisons;
    const page = renderHtmlReport(progress, pictures, options), plain = page.replace(/<[^>]*>/g, ' ').replaceAll('&lt;', '<').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replace(/\s+/g, ' ');
    const words = readWords(await renderPdfReport(progress, pictures, options));
    if (words === null) console.warn('The words of the PDF were not read: pdftotext is not installed.');
    const facts = [
      score?.words, score?.number, score?.patientSentence, ...(score?.probabilities.flatMap(({ words: name, text }) => [name, text]) ?? []),
      change?.percent, change?.before, change?.after, ...(change?.intervalEnds ?? []), change?.smallestIncrease, visit.name, visit.date,
      ...(score === null ? reasons.map((reason) => reason.slice(0, 40)) : []), 'not a diagnosis', 'photographed area only',
    ];
    for (const fact of facts) {
      if (fact === undefined || fact === null) continue;
      expect(plain).toContain(fact.replace(/\s+/g, ' '));
      if (words !== null) expect(words.replaceAll('- ', '-')).toContain(fact.replace(/\s+/g, ' ').slice(0, 30));
    }
    expect(page.match(/data:image\/jpeg/g)).toHaveLength(2);
  });

  it('shows skin and hair as they are, without anything drawn in, and nothing of what only clinicians read', async () => {
    const progress = exampleThreeVisits(), pictures = await drawExamplePictures(progress, 120), page = renderHtmlReport(progress, pictures, options), full = renderHtmlReport(progress, pictures, { ...options, length: 'full' });
    for (const mark of ['class="layer-hairs', 'type="checkbox"', 'Where the hair stands', 'Follicular']) expect([page.includes(mark), full.includes(mark)], mark).toEqual([false, true]);
    // Nor counts of whole photographs beside figures of what both of them show.
    expect([/\d counted/.test(page), /\d counted/.test(full)]).toEqual([false, true]);
    expect(page).toContain('class="laid"');
  });

  it('names each visit against the first, the latest as its answer, and points to the full report for what it leaves out', async () => {
    const progress = exampleThreeVisits(), base = progress.followUps[0];
    progress.followUps = [...Array.from({ length: 6 }, () => base), progress.followUps[1]];
    progress.followUps.at(-1)!.warnings = Array.from({ length: 5 }, (_, at) => ({ code: 'comparison.exposure', field: 'followUps', message: `Remark number ${at + 1}.` }));
    const page = renderHtmlReport(progress, { baseline: null, followUps: progress.followUps.map(() => null) }, { ...options, failedPhotos: [{ photo: { name: 'x.jpg' }, error: { code: 'photo.damaged', message: 'It is damaged.', hint: 'Copy it again.' } }] as never });
    expect(page).toContain('2 earlier ones are in the full report.');
    expect(['Remark number 3.', 'Remark number 4.', 'The full report has 2 more remarks.'].map((text) => page.includes(text))).toEqual([true, false, true]);
    expect(page).toContain('One photograph could not be measured; the full report says why.');
    expect(page).not.toContain('x.jpg');
  });
});
