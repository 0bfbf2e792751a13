import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dcmjs from 'dcmjs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { describePhotograph } from '../../src/dicom/describe-photograph.js';
import { describeSeries } from '../../src/dicom/describe-series.js';
import { asPersonIdentifier } from '../../src/dicom/identify.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { isSearchedForWriting } from '../../src/image-io/valid-area.js';
import { parse } from 'csv-parse/sync';
import { expectRefusal, runCommand, type CommandResult } from '../cli/run-command.js';
import { exampleIncrease } from '../support/example-results.js';

type Dataset = Record<string, unknown>;
const width = 321, height = 243;
const image = { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 251) };

/** Reads a DICOM file with the library's reader, which is not what wrote the attributes. */
function readObject(path: string): Dataset {
  const bytes = readFileSync(path), { DicomMessage, DicomMetaDictionary } = dcmjs.data;
  return DicomMetaDictionary.naturalizeDataset(DicomMessage.readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)).dict);
}

let root: string, out: string, first: CommandResult, measured: TimepointResult;

/** A batch of four rows: a close-up, one whose file has changed since, a head and a photograph that could not be measured. */
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'dicom-'));
  out = join(root, 'out');
  const photo = await encodePng(image);
  writeFileSync(join(root, 'a.png'), photo);
  writeFileSync(join(root, 'changed.png'), await encodePng({ ...image, data: image.data.map((value) => 255 - value) }));
  const example = exampleIncrease().baseline, own = { ...example.photo, name: 'a.png', sha256: createHash('sha256').update(photo).digest('hex'), width, height };
  measured = { ...example, photo: own, targetArea: { ...example.targetArea, exclusions: [] } };
  const place = (row: number, subject: string, name: string) => ({ manifest: { row, subject, arm: 'active', target_area: 'vertex', view: '', visit: 'week 0', date: '2026-01-05', photo: name } });
  const lines = [
    { ...measured, ...place(2, 'S\\1^=', 'a.png') }, { ...measured, ...place(3, 'S2', 'changed.png') },
    { ...measured, kind: 'global', ...place(4, 'S3', 'a.png') },
    { schemaVersion: measured.schemaVersion, photo: { name: 'x.jpg' }, error: { code: 'photo.missing', message: 'There is no such file.', hint: 'Look.' }, ...place(5, 'S4', 'x.jpg') },
  ];
  writeFileSync(join(root, 'results.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(join(root, 'scores.csv'), 'subject,arm,target_area,view,visit,date,days,endpoint,before,after,change_percent,score_nominal,score_supported,error_code\n');
  first = await runCommand(['trial-export', root, '--out', out, '--format', 'dicom', '--photos', root, '--study', 'HAIR-1']);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('photographs of a trial as DICOM objects', () => {
  it('carry every pixel as it was measured, its scale, and of the person nothing but the pseudonym', () => {
    const object = readObject(join(out, 'dicom', '000002-photograph.dcm'));
    const [pixels] = object['PixelData'] as ArrayBuffer[];
    expect(Buffer.from(pixels!).subarray(0, image.data.length).equals(Buffer.from(image.data))).toBe(true);
    expect([object['Rows'], object['Columns'], object['PixelSpacing']]).toEqual([height, width, [0.00355, 0.00355]]);
    expect([object['Modality'], object['PatientID'], object['PatientBirthDate'] ?? '', object['PatientIdentityRemoved'], object['StudyDate']]).toEqual(['DMS', expect.stringMatching(/^S_1__~[0-9a-f]{8}$/), '', 'YES', '20260105']);
    expect(readFileSync(join(out, 'dicom', '000002-photograph.dcm')).includes('a.png')).toBe(false);
  });

  it('are not said to be free of writing where a strip or panel of the device, the black around a round field or the label of a scale bar lies on them, nor heads and tiny close-ups, which are not searched for it', () => {
    const described = (reasons: readonly TimepointResult['targetArea']['exclusions'][number]['reason'][], kind: TimepointResult['kind'] = 'closeup', picture = image) => {
      const exclusions = reasons.map((reason) => ({ reason, share: 0.1, rows: [180, 243] as [number, number], columns: [0, 321] as [number, number] }));
      const result = { ...measured, kind, targetArea: { ...measured.targetArea, exclusions } };
      const object = describePhotograph({ studyId: 'HAIR-1', subject: 'S1', targetArea: 'vertex', view: '', visit: 'week 0', date: '2026-01-05', row: 2, result }, image, { format: 'png', byteLength: 1000, isSearchedForWriting: isSearchedForWriting(picture) }, { version: '0.1.0' });
      return [object['BurnedInAnnotation'], object['PatientIdentityRemoved']];
    };
    for (const reason of ['footerStrip', 'border', 'vignette', 'scaleBar'] as const) expect(described([reason]), reason).toEqual(['YES', 'NO']);
    const tiny = { width: 321, height: 239, data: image.data.subarray(0, 3 * 321 * 239) };
    expect([described([]), described(['measuringCircle']), described([], 'global'), described([], 'closeup', tiny)]).toEqual([['NO', 'YES'], ['NO', 'YES'], [undefined, 'NO'], [undefined, undefined]]);
  });

  it('are of one study where they were taken on one day of a visit, and of two where areas were photographed on two, because a study has one day', () => {
    const taken = (targetArea: string, date: string) => describeSeries({ studyId: 'HAIR-1', subject: 'S1', targetArea, view: '', visit: 'week 24', date, row: 2, result: measured }, { version: '0.1.0' });
    const [left, top, right] = [taken('left', '2026-06-22'), taken('vertex', '2026-06-22'), taken('right', '2026-06-23')];
    expect([left['StudyInstanceUID'] === top['StudyInstanceUID'], left['StudyInstanceUID'] === right['StudyInstanceUID']]).toEqual([true, false]);
    expect([left, top, right].map((one) => one['StudyDate'])).toEqual(['20260622', '20260622', '20260623']);
  });

  it('have a report that gives every figure back with its interval, and points at the photograph', () => {
    const report = readObject(join(out, 'dicom', '000002-report.dcm')), items = report['ContentSequence'] as Dataset[];
    const valueOf = (item: Dataset): number => Number(((item['MeasuredValueSequence'] as Dataset[])[0])!['NumericValue']);
    const density = items.find((item) => ((item['ConceptNameCodeSequence'] as Dataset[])[0])!['CodeValue'] === 'HAIRDENS')!;
    expect(valueOf(density)).toBeCloseTo(measured.measurements.densityPerCm2!, 10);
    (density['ContentSequence'] as Dataset[]).map(valueOf).forEach((end, at) => expect(end).toBeCloseTo(measured.intervals['densityPerCm2']![at]!, 10));
    expect(items.filter((item) => item['ValueType'] === 'NUM').length).toBe(Object.values(measured.measurements).filter((value) => value !== null).length);
    const [pointer] = (items[0]!['ReferencedSOPSequence'] as Dataset[]);
    expect(pointer!['ReferencedSOPInstanceUID']).toBe(readObject(join(out, 'dicom', '000002-photograph.dcm'))['SOPInstanceUID']);
    expect(report['VerificationFlag']).toBe('UNVERIFIED');
  });

  it('are left out with the reason where the file has changed, a face would show or nothing was measured, and no row is lost', () => {
    expect(first.code).toBe(3);
    const rows = parse(readFileSync(join(out, 'dicom', 'index.csv')), { columns: true }) as Record<string, string>[];
    expect(rows.map((row) => [row['row'], row['photograph'], row['why'] === '' ? '' : row['why']!.slice(0, 28)])).toEqual([
      ['2', '000002-photograph.dcm', ''], ['3', '', 'The file is not the photogra'], ['4', '', 'Photographs of heads show fa'], ['5', '', 'The photograph was not measu'],
    ]);
  });

  it('are refused where the results were cut short since the batch, and those of an earlier export stay', async () => {
    const cut = mkdtempSync(join(tmpdir(), 'dicom-cut-')), results = readFileSync(join(root, 'results.jsonl'), 'utf8'), again = join(cut, 'again');
    onTestFinished(() => rmSync(cut, { recursive: true, force: true }));
    writeFileSync(join(cut, 'scores.csv'), readFileSync(join(root, 'scores.csv')));
    writeFileSync(join(cut, 'run.json'), JSON.stringify({ files: { 'results.jsonl': createHash('sha256').update(results).digest('hex') } }));
    const exported = (text: string): Promise<CommandResult> => {
      writeFileSync(join(cut, 'results.jsonl'), text);
      return runCommand(['trial-export', cut, '--out', again, '--format', 'dicom', '--photos', root, '--study', 'HAIR-1']);
    };
    expect((await exported(results)).code).toBe(3);
    expectRefusal(await exported(results.split('\n').slice(1).join('\n')), 'trial.invalid');
    expect(readdirSync(join(again, 'dicom'))).toContain('000002-photograph.dcm');
  });

  it('never make one patient of two persons whose pseudonyms DICOM cannot take as they are', () => {
    const long = 'S'.repeat(70), given = ['S-01', 'a\\b', 'a_b', 'a^b', `${long}1`, `${long}2`, '頭皮 7'], written = given.map(asPersonIdentifier);
    expect(new Set(written).size).toBe(given.length);
    expect([written[0], written[2], written[6]]).toEqual(['S-01', 'a_b', '頭皮 7']);
    for (const identifier of written) expect(identifier).toMatch(/^[^\\^=]{1,64}$/);
  });

  it('are the same bytes each time, and heads are visible light photographs once faces are allowed', async () => {
    const again = join(root, 'again');
    const { code } = await runCommand(['trial-export', root, '--out', again, '--format', 'dicom', '--photos', root, '--study', 'HAIR-1', '--show-faces']);
    expect(code).toBe(3);
    for (const name of ['000002-photograph.dcm', '000002-report.dcm']) expect(readFileSync(join(again, 'dicom', name)).equals(readFileSync(join(out, 'dicom', name)))).toBe(true);
    expect(readObject(join(again, 'dicom', '000004-photograph.dcm'))['Modality']).toBe('XC');
  });

  it('leave no face of an earlier export behind where faces are not allowed any more', async () => {
    const again = join(root, 'again'), objects = (): string[] => readdirSync(join(again, 'dicom')).filter((name) => name.endsWith('.dcm')).sort();
    const own = ['000002-photograph.dcm', '000002-report.dcm'];
    expect(objects()).toEqual([...own, '000004-photograph.dcm', '000004-report.dcm']);
    expect((await runCommand(['trial-export', root, '--out', again, '--format', 'dicom', '--photos', root, '--study', 'HAIR-1'])).code).toBe(3);
    expect(objects()).toEqual(own);
  });

  it('need the folder of the photographs', async () => {
    expectRefusal(await runCommand(['trial-export', root, '--out', out, '--format', 'dicom', '--study', 'HAIR-1']), 'usage.invalid');
  });

  it('need the name of the study, so that photographs of two studies are never those of one', async () => {
    const refused = await runCommand(['trial-export', root, '--out', out, '--format', 'dicom', '--photos', root]);
    expectRefusal(refused, 'usage.invalid');
    expect(refused.stderr).toContain('--format dicom needs --study');
  });

  const checker = spawnSync('dciodvfy', [], { input: '' }).error === undefined;
  it.skipIf(!checker)('hold what the standard asks of such objects (dciodvfy, where it is installed)', () => {
    for (const name of ['photograph', 'report']) {
      const { stdout, stderr } = spawnSync('dciodvfy', [join(out, 'dicom', `000002-${name}.dcm`)], { encoding: 'utf8' });
      expect(`${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
      expect(`${stdout}${stderr}`).toMatch(name === 'photograph' ? /DermoscopicPhotographyImage/ : /EnhancedSR/);
    }
  });
});
