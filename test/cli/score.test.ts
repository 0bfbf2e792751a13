import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressResultSchema, scoreOutputSchema, type ProgressResult } from '../../src/domain/result.js';
import { phantomJpeg } from './pictures.js';
import { expectNothingPrivate, expectRefusal, runCommand, type CommandResult } from './run-command.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'score-'));
  await writeFile(join(folder, 'before.jpg'), await phantomJpeg({ seed: 11, densityPerCm2: 100, widthMm: 3.5, heightMm: 3.5 }));
  await writeFile(join(folder, 'after.jpg'), await phantomJpeg({ seed: 12, densityPerCm2: 300, widthMm: 3.5, heightMm: 3.5 }));
  await writeFile(join(folder, 'blurred.jpg'), await sharp(join(folder, 'after.jpg')).blur(12).jpeg().toBuffer());
  await writeFile(join(folder, 'logo.png'), await sharp({ create: { width: 90, height: 30, channels: 3, background: '#14507d' } }).png().toBuffer());
});
afterAll(async () => { await rm(folder, { recursive: true }); });

const runs = new Map<string, Promise<CommandResult>>();

/** The same command is run once, however many tests look at what it said and wrote. */
function score(...args: string[]): Promise<CommandResult> {
  const known = runs.get(args.join(' ')) ?? runCommand(['score', ...args], { cwd: folder });
  runs.set(args.join(' '), known);
  return known;
}

async function scoreJson(...args: string[]): Promise<ProgressResult> {
  const { code, stdout, stderr } = await score(...args, '--um-per-px', '5', '--json');
  expect(code, stderr).toBe(0);
  return progressResultSchema.parse(JSON.parse(stdout));
}

/** Four visits after the baseline, of which the second shows it again. */
const visits = () => scoreJson('before.jpg', 'after.jpg', 'before.jpg', 'after.jpg', 'after.jpg', '--dates', '2026-01-05,2026-02-05,2025-12-31,2026-03-29,2026-03-30');
/** What all ask of one pair, so that what one run says stands beside what the others say. */
const ofPair = ['--repeatability', '2', '--dates', '2026-01-05,2026-07-06', '--subject', '<b>S-07</b>', '--target-area', 'vertex'];
const pair = (report = 'one.json') => scoreJson('before.jpg', 'after.jpg', ...ofPair, '--report', report);
const toRead = () => score('before.jpg', 'after.jpg', '--um-per-px', '5', ...ofPair, '--report', 'out/report.html');
const swapped = () => scoreJson('after.jpg', 'before.jpg', '--repeatability', '2', '--report', 'short.pdf', '--short', '--paper', 'letter', '--clinic', 'Praxis Nord', '--clinic-address', 'Nordweg 7', '--clinic-logo', 'logo.png');
const withBlurred = () => score('before.jpg', 'after.jpg', 'blurred.jpg', '--um-per-px', '5', '--repeatability', '15', '--preset', 'strict', '--json');
const readScore = ({ stdout }: CommandResult): ProgressResult => progressResultSchema.parse(JSON.parse(stdout));

describe('scoring a change from the command line', () => {
  it('gives each follow-up its change and its score', async () => {
    const { followUps } = await visits();
    expect(followUps).toHaveLength(4);
    expect(followUps[0].change!.logRatio).toBeGreaterThan(0);
    expect(followUps[0].globalAssessment!.supported).toBeGreaterThan(0);
    expect(followUps[1].change!.logRatio).toBe(0);
    expect(followUps[1].globalAssessment).toMatchObject({ supported: 0, nominal: 0, words: 'no detectable change' });
  });

  it('gives the opposite for swapped photographs', async () => {
    const { followUps: [forth] } = await pair(), { followUps: [back] } = await swapped();
    expect(back.change!.logRatio! + forth.change!.logRatio!).toBe(0);
    expect(back.globalAssessment!.supported + forth.globalAssessment!.supported).toBe(0);
    expect(back.globalAssessment!.nominal + forth.globalAssessment!.nominal).toBe(0);
    expect(back.globalAssessment!.probabilities['-2']).toBe(forth.globalAssessment!.probabilities['2']);
  });

  it('is surer with a better repeatability of the site', async () => {
    const rough = readScore(await withBlurred()), fine = await pair();
    expect(fine.followUps[0].change!.standardError).toBeLessThan(rough.followUps[0].change!.standardError);
  });

  it('flags visits less than twelve weeks apart, by the days given', async () => {
    const early = (await visits()).followUps.map(({ warnings }) => warnings.some(({ code }) => code === 'comparison.early'));
    expect([early[0], early[2], early[3]]).toEqual([true, true, false]);
  });

  it('says from which day to which day each change is', async () => {
    const { followUps } = await visits();
    expect(followUps.slice(1, 3).map((followUp) => followUp.visits)).toEqual([
      { baselineDate: '2026-01-05', followUpDate: '2025-12-31', days: -5 }, { baselineDate: '2026-01-05', followUpDate: '2026-03-29', days: 83 },
    ]);
    expect((await swapped()).followUps[0].visits).toEqual({ baselineDate: null, followUpDate: null, days: null });
  });

  it('uses the cut points asked for', async () => {
    expect(readScore(await withBlurred()).followUps[0].globalAssessment!.preset).toBe('strict');
    const wrong = await score('before.jpg', 'after.jpg', '--preset', 'lenient');
    expect(wrong.code).toBe(2);
    expectRefusal(wrong, 'usage.invalid');
  });

  it('tells a person the score in words, its certainty, and what it is not', async () => {
    const { code, stdout, stderr } = await toRead();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}\+[123] {2}\w+ increased$/m);
    expect(stdout).toContain('95% interval');
    expect(stdout.match(/^ +[-+]?[0-3] +(?:\w+ (?:in|de)creased|no change) +[<>]? ?\d+%/gm)).toHaveLength(7);
    expect(stdout).toContain('26 weeks after the baseline');
    expect(stdout).toContain("not an investigator's rating");
    expect(stdout).toContain('Not a diagnosis');
    expectNothingPrivate(stdout + stderr);
  });

  it('prints what it has, and which photograph failed, where a baseline is no photograph', async () => {
    await writeFile(join(folder, 'text.jpg'), 'not a photograph');
    const { code, stdout } = await score('text.jpg', 'after.jpg', '--um-per-px', '5', '--json');
    expect(code).not.toBe(0);
    expect(scoreOutputSchema.parse(JSON.parse(stdout))).toMatchObject({ baseline: null, followUps: [], failed: [{ photo: { name: 'text.jpg' } }] });
  });

  it('gives no score without a scale for one of the photographs, says why, and does not end as if all were well', async () => {
    const { code, stdout, stderr } = await score('before.jpg', 'after.jpg');
    expect(code).toBe(1);
    expect(stderr).toContain('No follow-up could be compared');
    expect(stdout).toContain('No score.');
    expect(stdout).toMatch(/scale/);
  });
});

describe('a follow-up that cannot be compared beside one that can', () => {
  it('is told by exit code 3, with the score of the other', async () => {
    const run = await withBlurred();
    expect(readScore(run).followUps.map(({ change }) => change === null)).toEqual([false, true]);
    expect(run.code).toBe(3);
  });
});

describe('the report asked for with the score', () => {
  it('is one page that needs nothing else, with the person and the place typed in', async () => {
    const { code, stdout } = await toRead();
    expect(code).toBe(0);
    expect(stdout).toContain('Report: out/report.html');
    const page = await readFile(join(folder, 'out', 'report.html'), 'utf8');
    expect(page).toContain('&lt;b&gt;S-07');
    expect(page).toContain('vertex');
    expect(page).not.toMatch(/(?:src|href)="(?!data:|#)/);
    expectNothingPrivate(page);
    expect(await readdir(join(folder, 'out'))).toEqual(['report.html']);
  });

  it('is the result itself as JSON, and both are the same bytes every time', async () => {
    const [first, second] = await Promise.all([pair(), pair('again/report.html'), toRead()]);
    expect(first.followUps).toHaveLength(1);
    expect(progressResultSchema.parse(JSON.parse(await readFile(join(folder, 'one.json'), 'utf8')))).toEqual(first);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(await readFile(join(folder, 'again', 'report.html'), 'utf8')).toBe(await readFile(join(folder, 'out', 'report.html'), 'utf8'));
  });

  it('is one page for a patient where it is asked to be short, on the clinic’s paper with its logo and address', async () => {
    await swapped();
    const pdf = (await readFile(join(folder, 'short.pdf'))).toString('latin1');
    expect([pdf.match(/\/Type \/Page\b/g)!.length, pdf.includes('/MediaBox [0 0 612 792]')]).toEqual([1, true]);
  });

  it.each([[['--short']], [['--short', '--report', 'x.json']], [['--paper', 'a3', '--report', 'x.pdf']], [['--clinic-logo', 'none.png', '--report', 'x.pdf']], [['--clinic-logo', '/dev/zero', '--report', 'x.pdf']]])('is refused with %j before anything is measured', async (args) => {
    const result = await score('before.jpg', 'after.jpg', '--um-per-px', '5', ...args);
    expect(result.code).toBe(2);
    expectRefusal(result, 'usage.invalid');
  });

  it('is refused where a folder has its name, before anything is measured', async () => {
    await mkdir(join(folder, 'folder.html'));
    const result = await score('before.jpg', 'after.jpg', '--um-per-px', '5', '--report', 'folder.html');
    expect(result.code).toBe(2);
    expectRefusal(result, 'usage.invalid');
    expect(result.stderr).toContain('folder.html');
  });

  it.each(['report.docx', 'report'])('is refused as %s before anything is measured', async (name) => {
    const result = await score('before.jpg', 'after.jpg', '--um-per-px', '5', '--report', name);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).not.toContain('hair');
    expectRefusal(result, 'usage.invalid');
  });
});
