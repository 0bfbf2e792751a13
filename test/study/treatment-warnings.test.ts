import { describe, expect, it } from 'vitest';
import { type LoggedTreatment, warnAboutTreatments } from '../../src/study/treatment-warnings.js';
import { treatmentSchema } from '../../src/study/treatment.js';

const needling = (id: string, date: string, more: Partial<LoggedTreatment> = {}): LoggedTreatment => ({ id, kind: 'microneedling', date, needleMm: 1.5, ...more });
const minoxidil = (id: string, date: string): LoggedTreatment => ({ id, kind: 'minoxidil', date });
const codesOf = (treatments: LoggedTreatment[], photographs: { id: string; date: string }[] = []): string[] => warnAboutTreatments(treatments, photographs).map(({ about, code }) => `${about} ${code}`);

describe('the log of treatments', () => {
  it('warns of minoxidil inside 24 hours after needling deeper than 0.5 mm, not before it, not at 24 hours, not after shallow needling', () => {
    expect(codesOf([needling('n', '2026-03-01T10:00'), minoxidil('m', '2026-03-02T09:59')])).toEqual(['m minoxidilAfterNeedling']);
    expect(codesOf([needling('n', '2026-03-01T10:00'), minoxidil('m', '2026-03-02T10:00')])).toEqual([]);
    expect(codesOf([needling('n', '2026-03-01T10:00'), minoxidil('m', '2026-03-01T09:00')])).toEqual([]);
    expect(codesOf([needling('n', '2026-03-01T10:00', { needleMm: 0.5 }), minoxidil('m', '2026-03-01T12:00')])).toEqual([]);
    expect(codesOf([needling('n', '2026-03-01T10:00', { needleMm: 0.6 }), minoxidil('m', '2026-03-01T12:00')])).toEqual(['m minoxidilAfterNeedling']);
  });

  it('says that it may have been so where only the days are known', () => {
    const [warning] = warnAboutTreatments([needling('n', '2026-03-01'), minoxidil('m', '2026-03-02')], []);
    expect(warning.message).toContain('may have come');
    expect(codesOf([needling('n', '2026-03-01'), minoxidil('m', '2026-03-03')])).toEqual([]);
  });

  it('warns of sessions with 1.0 to 1.5 mm less than seven days apart', () => {
    expect(codesOf([needling('a', '2026-03-01'), needling('b', '2026-03-07')])).toEqual(['b sessionsTooClose']);
    expect(codesOf([needling('b', '2026-03-08'), needling('a', '2026-03-01')])).toEqual([]);
    expect(codesOf([needling('a', '2026-03-01', { needleMm: 0.5 }), needling('b', '2026-03-02', { needleMm: 0.5 })])).toEqual([]);
  });

  it('calls a second session on one day that, not one 0 days later', () => {
    const [warning] = warnAboutTreatments([needling('a', '2026-03-01T09:00'), needling('b', '2026-03-01T18:00')], []);
    expect(warning).toMatchObject({ about: 'b', message: expect.stringMatching(/^On the same day as the session before;/) as string });
  });

  it('warns of a device older than 90 days and of every contraindication that is ticked', () => {
    expect(codesOf([needling('a', '2026-04-01', { deviceSince: '2026-01-01' })])).toEqual([]);
    expect(codesOf([needling('a', '2026-04-02', { deviceSince: '2026-01-01' })])).toEqual(['a deviceOld']);
    const [warning] = warnAboutTreatments([needling('a', '2026-04-01', { contraindications: ['keloids', 'isotretinoin'] })], []);
    expect(warning).toMatchObject({ code: 'contraindication', message: 'Advised against with keloids, isotretinoin.' });
  });

  it('warns of a photograph within 72 hours after a session, when crusts look like hair', () => {
    expect(codesOf([needling('n', '2026-03-01T10:00')], [{ id: 'p', date: '2026-03-04' }])).toEqual(['p photographAfterSession']);
    expect(codesOf([needling('n', '2026-03-01T10:00')], [{ id: 'p', date: '2026-03-05' }, { id: 'q', date: '2026-02-28' }])).toEqual([]);
    expect(codesOf([needling('n', '2026-03-01')], [{ id: 'before', date: '2026-02-28' }, { id: 'after', date: '2026-03-05' }])).toEqual([]);
    expect(codesOf([needling('n', '2026-03-01')], [{ id: 'same day', date: '2026-03-01' }, { id: 'third', date: '2026-03-04' }])).toEqual(['same day photographAfterSession', 'third photographAfterSession']);
  });

  it('says that a photograph may have been taken within 72 hours after a session where their days leave that open, as at 62 to 86 hours', () => {
    const saidOf = (session: string, date: string): string => warnAboutTreatments([needling('n', session)], [{ id: 'p', date }])[0]!.message;
    for (const date of ['2026-03-01', '2026-03-02', '2026-03-03']) for (const session of ['2026-03-01', '2026-03-01T10:00']) expect(saidOf(session, date), `${session}, ${date}`).toMatch(/^Photographed within 72 hours after a session, or on its day: /);
    for (const session of ['2026-03-01', '2026-03-01T10:00', '2026-03-01T00:01']) expect(saidOf(session, '2026-03-04').slice(0, 4), session).toBe('May ');
    expect(warnAboutTreatments([needling('n', '2026-03-01T10:00'), needling('m', '2026-03-03')], [{ id: 'p', date: '2026-03-04' }])[1]!.message).toMatch(/^Photographed/);
  });

  it('takes only days that exist', () => {
    for (const date of ['2026-02-30', '2026-13-01', '1.3.2026', '2026-03-01T25:00', '']) expect(treatmentSchema.safeParse({ kind: 'oil', date }).success, date).toBe(false);
    for (const date of ['2028-02-29', '2026-03-01T23:59']) expect(treatmentSchema.safeParse({ kind: 'oil', date }).success, date).toBe(true);
  });
});
