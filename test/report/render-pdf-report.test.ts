import { execFileSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ProgressResult } from '../../src/domain/result.js';
import { renderPdfReport } from '../../src/report/render-pdf-report.js';
import { buildReportView } from '../../src/report/view-model.js';
import { drawExamplePictures } from '../support/example-pictures.js';
import { exampleIncrease, exampleNotComparable, exampleThreeVisits } from '../support/example-results.js';

const options = { generatedAt: null, clinicName: 'Praxis Müller–Ωμέγα 頭', subject: 'S-014' };
const render = async (progress: ProgressResult, more: object = {}): Promise<Buffer> =>
  Buffer.from(await renderPdfReport(progress, await drawExamplePictures(progress, 240), { ...options, ...more }));

/** The words of a document as its reader extracts them: pdftotext where it is installed, else null. */
function readWords(pdf: Buffer): string | null {
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, stdio: ['pipe', 'pipe', 'ignore'] }).toString('utf8').replace(/\s+/g, ' ');
  } catch {
    return null;
  }
}

/** Everything in the file that is not compressed, and everything that is. */
function readAll(pdf: Buffer): string {
  const raw = pdf.toString('latin1');
  const streams = [...raw.matchAll(/stream\n/g)].map(({ index }) => {
    const from = index + 7, to = raw.indexOf('\nendstream', from);
    try {
      return inflateSync(pdf.subarray(from, to)).toString('latin1');
    } catch {
      return '';
    }
  });
  return raw + streams.join('\n');
}

describe('the PDF report', () => {
  it('is the same to the byte for the same result, on A4 and on letter paper', async () => {
    const progress = exampleIncrease();
    const [first, second] = [await render(progress), await render(progress)];
    expect(first.equals(second)).toBe(true);
    expect(first.toString('latin1')).toMatch(/\/MediaBox \[0 0 595\.28 841\.89\]/);
    expect(first.toString('latin1')).toContain('(D:20260629');
    expect((await render(progress, { paper: 'letter' })).toString('latin1')).toMatch(/\/MediaBox \[0 0 612 792\]/);
  });

  it('leaves no half of a page empty between its parts: five visits of one target area stand on seventeen pages', async () => {
    const progress = exampleThreeVisits(), [first, last] = progress.followUps;
    const visits = { ...progress, followUps: [first!, last!, first!, last!] };
    for (const paper of ['a4', 'letter']) expect((await render(visits, { paper })).toString('latin1').match(/\/Type \/Page\b/g)!.length, paper).toBeLessThanOrEqual(17);
  });

  it('is tagged, titled and in a language, so that it can be read aloud', async () => {
    const all = readAll(await render(exampleIncrease()));
    expect(all).toMatch(/\/Marked true/);
    expect(all).toMatch(/\/Lang \(en\)/);
    expect(all).toMatch(/\/DisplayDocTitle true/);
    for (const tag of ['Document', 'H1', 'H2', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD', 'Figure']) expect(all, tag).toContain(`/S /${tag}`);
    const figures = all.match(/\/S \/Figure/g)!.length;
    expect(all.match(/\/Alt \(/g)!.length).toBe(figures);
  });

  it('embeds its fonts, and nothing that a camera wrote into a photograph', async () => {
    const all = readAll(await render(exampleIncrease()));
    expect(all.match(/\/FontFile2/g)!.length).toBeGreaterThan(1);
    expect(all).not.toMatch(/\/BaseFont \/(Helvetica|Times|Courier)/);
    expect(all).not.toContain('Exif');
  });

  it('says the same as the page: score, change, interval, probabilities, every measurement and its reasons', async () => {
    for (const progress of [exampleIncrease(), exampleNotComparable()]) {
      const words = readWords(await render(progress));
      if (words === null) return console.warn('The words of the PDF were not read: pdftotext is not installed.');
      const view = buildReportView(progress, options);
      const [{ score, change, reasons, measurements }] = view.comparisons;
      const said = [
        view.title, 'Praxis Müller–Ωμέγα [U+982D]', 'S-014', score?.words, change?.percent, score?.probabilityImproved,
        ...(score?.probabilities.map(({ words: name }) => name) ?? []), ...measurements.groups.flatMap(({ rows }) => rows.map(({ label }) => label)),
        ...(score === null ? reasons.map((reason) => reason.slice(0, 40)) : []), ...view.quality.map(({ photoName }) => photoName),
      ];
      for (const fact of said) if (fact !== undefined) expect(words).toContain(fact.replace(/\s+/g, ' '));
    }
  });
});
