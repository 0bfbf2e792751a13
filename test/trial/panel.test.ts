import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeTrial } from '../../src/cli/text/trial-text.js';
import { findPanelScore } from '../../src/domain/panel-score.js';
import type { PanelAtVisit } from '../../src/domain/panel-result.js';
import type { TrialResult } from '../../src/domain/trial-result.js';
import type { Refused } from '../../src/domain/trial-statistics.js';
import { renderTrialReport } from '../../src/report/trial/render-trial-report.js';
import { buildFhirBundle } from '../../src/trial/export/build-fhir-bundle.js';
import { buildSdtm } from '../../src/trial/export/build-sdtm.js';
import { testVanElteren } from '../../src/statistics/van-elteren.js';
import { analyseTrial, type TrialOptions } from '../../src/trial/analyse-trial.js';
import { createRandom } from '../../src/phantom/random.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';
import { joinComputed } from '../../src/trial/join-computed.js';
import { itemOf } from '../../src/trial/read-ratings.js';
import type { TrialData } from '../../src/trial/trial-data.js';
import { readTables, scoreHeader } from './trial-folder.js';

type Row = { subject: string; arm: string; site: string; before: number | null; computed: number; readers: (number | null)[]; difference: number | null; adjudicated: number | null; final: number | null };
// Made by test/trial/reference/make_panel_reference.py.
const { cases } = JSON.parse(readFileSync(new URL('reference/panel-reference.json', import.meta.url), 'utf8')) as { cases: { rows: Row[]; order: string[]; expected: any }[] };

const cell = (value: number | null): string => (value === null ? '' : String(value));
const panelHeader = (readers: number): string => `subject,arm,target_area,view,visit,date,${Array.from({ length: readers }, (_, at) => `score_Dr ${at + 1}`).join(',')},difference,adjudicated,final,adjudicator_reason`;

/** The tables of one case as a batch and the application write them. */
function tablesOf(rows: readonly Row[]): Record<string, string[]> {
  return {
    'scores.csv': [scoreHeader, ...rows.filter(({ before }) => before !== null).map(({ subject, arm, before, computed }) => `${subject},${arm},vertex,,week 24,2026-07-01,baseline,2026-01-10,172,terminalDensityPerCm2,${before!},${before! + computed},,,,%,,,${computed},,`)],
    'panel.csv': [panelHeader(rows[0].readers.length), ...rows.map(({ subject, arm, readers, difference, adjudicated, final }) => [subject, arm, 'vertex', '', 'week 24', '2026-07-01', ...readers.map(cell), cell(difference), cell(adjudicated), cell(final), ''].join(','))],
    'subjects.csv': ['subject,arm,site', ...rows.map(({ subject, arm, site }) => `${subject},${arm},${site}`)],
  };
}

const given = <T extends object>(value: T): Exclude<T, Refused> => {
  if ('refused' in value) throw new Error(String(value.refused));
  return value as Exclude<T, Refused>;
};
const sixDigits = (value: number | null, expected: number): void => { expect(Math.abs(value! - expected), `${value} against ${expected}`).toBeLessThanOrEqual(5e-7 * Math.abs(expected) + 1e-12); };
const only = (data: TrialData, options: TrialOptions = {}): PanelAtVisit => analyseTrial(data, { strata: 'site', ...options }).panel!.visits[0];
const words = (result: TrialResult): string => writeTrial(result).replace(/\s+/g, ' ');

describe('the score of a blinded panel in a trial', () => {
  it.each(cases.map((each, at) => [at + 1, each] as const))('gives what scipy gives of means, arms, responders, odds and agreement, panel %i', async (_, { rows, order, expected }) => {
    const panel = only(await readTables(tablesOf(rows)), { control: order[0] }), { analysis } = panel;
    for (const [at, own] of expected.arms.entries()) {
      const arm = panel.arms.find((each) => each.arm === own.arm)!;
      expect([arm.expected, arm.scored, arm.missing.reduce((sum, { subjects }) => sum + subjects, 0)], String(at)).toEqual([own.expected, own.scored, own.expected - own.scored]);
      sixDigits(arm.score.mean, own.mean);
      sixDigits(arm.score.standardDeviation, own.standardDeviation);
      arm.score.interval95!.forEach((limit, side) => sixDigits(limit, own.interval95[side]));
    }
    const means = given(panel.means), odds = given(analysis.proportionalOdds);
    expect([means.adjusted, panel.withoutBaseline > 0]).toEqual(rows.some(({ before }) => before === null) ? [false, true] : [true, false]);
    for (const own of expected.differences) {
      const difference = means.differences.find(({ arm }) => arm === own.arm)!;
      for (const key of ['estimate', 'standardError', 'freedom', 'pValue'] as const) sixDigits(difference[key], own[key]);
      difference.interval95.forEach((limit, side) => sixDigits(limit, own.interval95[side]));
    }
    for (const own of expected.vanElteren) {
      const test = given(analysis.vanElteren.find(({ arm }) => arm === own.arm)!);
      for (const key of ['z', 'pValue', 'probabilityHigher'] as const) sixDigits(test[key], own[key]);
    }
    for (const own of expected.responders) {
      const [{ differences, differencesOfExpected }] = analysis.responders;
      for (const [list, other] of [[differences, own.scored], [differencesOfExpected, own.everybody]] as const) {
        const difference = list.find(({ arm }) => arm === own.arm)!;
        sixDigits(difference.difference, other.difference);
        difference.interval95.forEach((limit, side) => sixDigits(limit, other.interval95[side]));
      }
    }
    for (const own of expected.odds) sixDigits((odds.oddsRatios.find(({ arm }) => arm === own.arm) as { logOddsRatio: number }).logOddsRatio, own.logOddsRatio);
    const agreement = given(panel.agreement);
    expect(agreement.n).toBe(expected.agreement.n);
    sixDigits(given(agreement.kappa!).kappa, expected.agreement.kappa);
    sixDigits(given(agreement.intraclassCorrelation).value, expected.agreement.icc);
    sixDigits(agreement.shareIdentical, expected.agreement.identical);
    sixDigits(agreement.shareWithinOne, expected.agreement.withinOne);
    sixDigits(agreement.limits!.bias, expected.agreement.bias);
    sixDigits(agreement.limits!.lower, expected.agreement.lower);
  });

  it('is the adjudicator’s where two readers differ by two, else the middle one towards 0, and none where nobody has adjudicated', () => {
    expect([findPanelScore([0, 1], null), findPanelScore([-1, 0], null), findPanelScore([1, 2, 2], null), findPanelScore([0, 2], null), findPanelScore([0, 2], 2), findPanelScore([1, null], null), findPanelScore([null, null], null)])
      .toEqual([0, 0, 2, null, 2, null, null]);
  });

  it('shows cases that wait for the adjudicator, and fills nothing in for them', async () => {
    const result = analyseTrial(await readTables({
      'panel.csv': [panelHeader(2), 'a1,placebo,vertex,,w24,2026-07-01,0,0,0,,0,', 'a2,placebo,vertex,,w24,2026-07-01,0,2,2,,,', 'a3,placebo,vertex,,w24,2026-07-01,1,0,1,,0,', 'b1,drug,vertex,,w24,2026-07-01,3,1,2,2,2,',
        'b2,drug,vertex,,w24,2026-07-01,1,,,,,blurred', 'b3,drug,vertex,,w24,2026-07-01,,,,,,', 'b4,drug,vertex,,w24,2026-07-01,1,2,1,,1,'],
      'subjects.csv': ['subject,arm', 'a1,placebo', 'a9,placebo', 'b1,drug', 'c1,never begun'],
    }), { strata: 'none' });
    expect(result.panel!.cases).toEqual({ agreed: 3, adjudicated: 1, notAdjudicated: 1, notJudged: 2 });
    expect(result.panel!.visits[0].arms.map(({ arm, expected, scored, missing }) => [arm, expected, scored, missing.map(({ reason, subjects }) => `${reason} ${subjects}`)])).toEqual([
      ['placebo', 4, 2, ['no pair was read 1', 'not adjudicated 1']], ['drug', 4, 2, ['no reader could judge 1', 'the adjudicator could not judge: blurred 1']],
    ]);
    expect(result.panel!.visits[0].analysis.responders[0].arms[1].shareOfExpected).toMatchObject({ count: 2, n: 4 });
    expect(result.remarks.join(' ')).toMatch(/One case of the panel waits for the adjudicator .*adjudicate before anything is signed/);
    expect(words(result)).toContain('the adjudicator’s score where two readers differ by 2 or more');
  });

  it('is refused, by its row, where the final score is not what the readers’ make by the rule', async () => {
    const rows = [panelHeader(2), 'a1,placebo,vertex,,w24,,0,0,0,,0,', 'a2,placebo,vertex,,w24,,0,1,1,,1,', 'b1,drug,vertex,,w24,,0,2,2,,1,', 'b2,drug,vertex,,w24,,1,1,1,,1,', 'b2,drug,vertex,,w24,,1,1,0,,1,'];
    const refusal = await readTables({ 'panel.csv': rows }).catch((error: Error) => error.message) as string;
    expect(refusal).toMatch(/panel\.csv, row 3, column final: the readers' scores \(0, 1\) give 0 as the panel's, by the rule/);
    expect(refusal).toMatch(/row 4, column final: the readers' scores \(0, 2\) give none/);
    expect(refusal).toMatch(/row 5, column difference: .* differ by 0, and here stands 1/);
    expect(refusal).toMatch(/row 6, column subject: the row is for the same/);
    const without = await readTables({ 'panel.csv': ['subject,arm,visit,final', 'a1,placebo,w24,0', 'b1,drug,w24,'] });
    expect([analyseTrial(without).panel!.rule, words(analyseTrial(without))]).toEqual([null, expect.stringContaining('How the readers’ scores became the panel’s is not in the table')]);
  });

  it('decides where the plan says so: adjusted after Holm, and the measured change is not', async () => {
    const [, { rows }] = cases, data = await readTables(tablesOf(rows)), options: TrialOptions = { control: 'placebo', strata: 'site', primaryVisit: 'week 24' };
    const change = analyseTrial(data, options), result = analyseTrial(data, { ...options, primaryOutcome: 'panel' });
    const [high, low] = result.panel!.primary[0].tests.toSorted((a, b) => a.pValue - b.pValue);
    sixDigits(high.pValueHolm, 2 * high.pValue);
    expect(low.pValueHolm).toBe(low.pValue);
    const { primary } = result.areas[0];
    given(primary).differences.forEach(({ pValue, pValueHolm }) => expect(pValueHolm).toBe(pValue));
    expect(words(result)).toMatch(/Primary comparison The score of the blinded panel decides.*Comparison of the change The score of the panel decides; this comparison is not adjusted/);
    expect(words(change)).not.toContain('The score of the panel decides');
    expect(renderTrialReport(result)).toContain('The computed score against the panel’s');
    expect(change.multiplicity[0]).toBe(result.multiplicity[0]);
    expect(() => analyseTrial({ ...data, panel: [] }, { ...options, primaryOutcome: 'panel' })).toThrow(/no panel\.csv/);
  });

  it('that decides says of how many subjects it does, where some are in a stratum without the other arm', async () => {
    const who = ['a1,placebo,0', 'a2,placebo,1', 'a3,placebo,0', 'b1,drug,2', 'b2,drug,1', 'b3,drug,2'], sites = ['a1,S', 'a2,S', 'a3,T', 'b1,S', 'b2,S', 'b3,U'];
    const data = await readTables({ 'panel.csv': ['subject,arm,final,visit', ...who.map((row) => `${row},w24`)], 'subjects.csv': ['subject,site', ...sites] });
    expect(words(analyseTrial(data, { strata: 'site', primaryOutcome: 'panel' }))).toMatch(/w24: drug against placebo \(exact\) 88%, of 4 of 6 subjects: the others are in strata of one arm only 0\.667 0\.667/);
  });

  it('is held against a margin in steps of the scale, and not against one that everything would meet', async () => {
    const [{ rows, expected }] = cases, data = await readTables(tablesOf(rows)), margin = { aim: 'nonInferiority' as const, margin: 0.5, setOn: '2025-12-01' };
    const held = (own: typeof margin) => analyseTrial(data, { control: 'placebo', strata: 'site', primaryVisit: 'week 24', primaryOutcome: 'panel', margin: own });
    const result = held(margin), { comparisons: [comparison] } = given(result.panel!.primary[0].margin!);
    expect([comparison.shown, result.areas[0].margin]).toEqual([true, null]);
    sixDigits(comparison.estimate, expected.differences[0].estimate);
    expect(words(result)).toContain('difference of the mean scores is above −0.5 steps');
    expect(held({ ...margin, margin: 5 }).panel!.primary[0].margin).toEqual({ refused: expect.stringMatching(/three steps to either side/) });
    expect(held({ ...margin, setOn: '2026-07-01' }).panel!.primary[0].margin).toEqual({ refused: expect.stringMatching(/was not set beforehand/) });
  });

  describe('in a folder without photographs', () => {
    const score = (subject: string, visit: string, date: string, final: number): string => `${subject},${subject.startsWith('a') ? 'placebo' : 'drug'},vertex,${visit},${date},${final}`;
    const people = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'b4'];
    // Recruited over a year, and half of them, those who came late, not yet read at month 6.
    const rowsOf = (dated: boolean): string[] => people.flatMap((subject, at) => [
      score(subject, 'week 12', dated ? `202${at % 2 === 0 ? 5 : 6}-10-0${at + 1}` : '', at % 2), ...(at % 2 === 0 ? [score(subject, 'month 6', `2026-01-0${at + 1}`, subject.startsWith('b') ? 2 : 0)] : []),
    ]);
    const read = (rows: string[]) => readTables({ 'panel.csv': ['subject,arm,target_area,visit,date,final', ...rows] });
    const options = { control: 'placebo', strata: 'none', primaryOutcome: 'panel' } as const;

    it('decides at the visit that is last by the days of each person, whatever the visits are called, and numbers them so', async () => {
      const data = await read(rowsOf(true)), { visits, primary } = analyseTrial(data, options).panel!;
      expect([visits.map(({ visit }) => visit), primary[0].visit]).toEqual([['week 12', 'month 6'], 'month 6']);
      expect(new Map(buildSdtm(data, { studyId: 'P', country: 'IND' }).find(({ name }) => name === 'RS')!.rows.map((row) => [row['VISIT'], row['VISITNUM']]))).toEqual(new Map([['week 12', 1], ['month 6', 2]]));
      // Read at month 6 alone, a person says nothing of how late that was.
      expect(analyseTrial(await read([...rowsOf(true), ...[1, 2, 3, 4, 5, 6].map((at) => score(`a1${at}`, 'month 6', '2026-05-01', 0))]), options).panel!.primary[0].visit).toBe('month 6');
    });

    it('decides at the visit that is last by its name where each person was read once and nobody knows how long after the baseline', async () => {
      const rows = people.map((subject, at) => score(subject, at % 4 === 0 ? 'week 12' : 'month 6', `2026-07-0${at + 1}`, subject.startsWith('b') ? 2 : at % 2));
      expect(analyseTrial(await read(rows), options).panel!.visits.map(({ visit }) => visit)).toEqual(['week 12', 'month 6']);
      expect(analyseTrial(await read(rows), options).panel!.primary[0].visit).toBe('month 6');
      // As many first read at month 6 as were read at week 12.
      expect(analyseTrial(await read(['a5', 'a6', 'b5', 'b6'].flatMap((subject, at) => [score(subject, at < 2 ? 'week 12' : 'M6', '2026-01-05', at), score(subject, 'end', '2026-09-01', at)])), options).panel!.visits.map(({ visit }) => visit)).toEqual(['week 12', 'M6', 'end']);
    });

    it('claims nothing with a margin that may have been set after a follow-up without a day', async () => {
      const margin = { aim: 'nonInferiority', margin: 0.5, setOn: '2025-12-01' } as const, held = async (dated: boolean) => analyseTrial(await read(rowsOf(dated)), { ...options, primaryVisit: 'month 6', margin }).panel!.primary[0].margin;
      expect(await held(true)).toEqual({ refused: expect.stringMatching(/was taken on 2025-10-01: a margin/) });
      expect(await held(false)).toEqual({ refused: expect.stringMatching(/^Of 8 follow-ups the day is not known/) });
    });
  });

  it('that is 0 of everybody is shown as it is, and nothing is tested', async () => {
    const panel = only(await readTables({ 'panel.csv': [panelHeader(2), ...['a1,placebo', 'a2,placebo', 'a3,placebo', 'b1,drug', 'b2,drug', 'b3,drug'].map((who) => `${who},vertex,,w24,2026-07-01,0,0,0,,0,`)] }), { strata: 'none' });
    expect([panel.means, panel.analysis.vanElteren[0], panel.arms[0].score.interval95, panel.agreement]).toEqual([{ refused: expect.stringMatching(/no scatter/) }, expect.objectContaining({ refused: expect.any(String) }), null, { refused: expect.any(String) }]);
  });

  it('is not adjusted for a baseline of all hairs where the others have one of terminal hairs, nor is a rater’s', async () => {
    const measured = (subject: string, arm: string, endpoint: string, before: number): string => `${subject},${arm},vertex,,w24,2026-07-01,w0,2026-01-05,177,${endpoint},${before},${before + 10},,,,,,1,1,,`;
    const subjects = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'b4'], armOf = (subject: string): string => (subject.startsWith('a') ? 'placebo' : 'drug');
    const tables = (odd: string) => ({
      'scores.csv': [scoreHeader, ...subjects.map((subject, at) => measured(subject, armOf(subject), subject === odd ? 'densityPerCm2' : 'terminalDensityPerCm2', 100 + 7 * at))],
      'panel.csv': ['subject,arm,target_area,visit,final', ...subjects.map((subject, at) => `${subject},${armOf(subject)},vertex,w24,${at % 3}`)],
      'ratings.csv': ['subject,arm,target_area,visit,rater,score', ...subjects.map((subject, at) => `${subject},${armOf(subject)},vertex,w24,Dr A,${at % 3}`)],
    });
    const [alike, mixed] = [analyseTrial(await readTables(tables('')), { control: 'placebo' }), analyseTrial(await readTables(tables('b2')), { control: 'placebo' })];
    expect([alike, mixed].map(({ panel }) => [panel!.visits[0].withoutBaseline, given(panel!.visits[0].means).adjusted])).toEqual([[0, true], [1, false]]);
    expect(words(mixed)).toContain('or only of another endpoint than most have, of one scored subject');
    // Without strata the rank test of the rater is that of all eight.
    expect(given(mixed.ratings[0].analysis.vanElteren[0]).strata).toBe(1);
    // And what each table of a reader was made with stands above it, on the page and at the terminal.
    for (const said of [renderTrialReport(alike), words(alike)].map((text) => text.replace(/\s+/g, ' '))) expect(said).toMatch(/Dr A, vertex.{0,80}Rank test: van Elteren, strata: thirds of the baseline\. Odds: proportional-odds model with arm and measured baseline\./);
    for (const said of [renderTrialReport(mixed), words(mixed)].map((text) => text.replace(/\s+/g, ' '))) expect(said).toMatch(/strata: none\. Odds: proportional-odds model with arm alone, because the baseline of one rated subject is not known/);
  });

  it('counts each test that is printed once among those that are not adjusted, and not that of the slope, which is printed nowhere', async () => {
    const [, { rows }] = cases, result = analyseTrial(await readTables(tablesOf(rows)), { control: 'placebo', strata: 'site', primaryVisit: 'week 24', primaryOutcome: 'panel' });
    const tests = [...JSON.stringify({ ...result, areas: result.areas.map((area) => ({ ...area, primary: null })), panel: { ...result.panel, primary: null } }, (key, value: unknown) => (key === 'slope' ? undefined : value)).matchAll(/"pValue":([\d.e-]+)/g)];
    expect(result.multiplicity.join(' ')).toContain(`The other ${tests.length - 2} tests`);
  });

  it('stands in the exports as the score that holds, with the adjudicator’s beside it, and a case without one in none', async () => {
    const data = await readTables({ 'panel.csv': [panelHeader(2), 'a1,placebo,vertex,,w24,2026-07-01,0,2,2,1,1,', 'a2,placebo,vertex,,w24,2026-07-01,0,2,2,,,', 'b1,drug,vertex,,w24,2026-07-01,3,2,1,,2,'] });
    const domains = buildSdtm(data, { studyId: 'P', country: 'IND' }), rs = domains.find(({ name }) => name === 'RS')!;
    expect(rs.rows.map((row) => [row['USUBJID'], row['RSSTRESN'], row['RSEVAL'], row['RSEVALID'], row['RSACPTFL']])).toEqual([
      ['P-a1', 1, 'ADJUDICATOR', 'ADJUDICATOR OF THE PANEL', null], ['P-a1', 1, 'INDEPENDENT ASSESSOR', 'PANEL', 'Y'], ['P-b1', 2, 'INDEPENDENT ASSESSOR', 'PANEL', 'Y'],
    ]);
    expect(domains.find(({ name }) => name === 'DM')!.rows.map((row) => [row['SUBJID'], row['ARM'], row['RFENDTC']])).toEqual([['a1', 'placebo', '2026-07-01'], ['a2', 'placebo', '2026-07-01'], ['b1', 'drug', '2026-07-01']]);
    const entries = buildFhirBundle(data, { studyId: 'P', created: '2026-11-21T12:00:00Z' })['entry'] as { fullUrl: string; resource: { valueInteger?: number } }[];
    expect(entries.flatMap(({ resource }) => resource.valueInteger ?? [])).toEqual([1, 1, 2]);
    expect(new Set(entries.map(({ fullUrl }) => fullUrl)).size).toBe(entries.length);
  });

  it('is that of the arm which the panel’s table names where the photographs name none', async () => {
    const [{ rows }] = cases, tables = tablesOf(rows), without = tables['scores.csv'].map((line, at) => (at === 0 ? line : line.replace(/^([^,]*),[^,]*,/, '$1,,')));
    const named = analyseTrial(await readTables(tables), { control: 'placebo', strata: 'none' }).panel!;
    const { visits: [visit], leftOut } = analyseTrial(await readTables({ 'scores.csv': without, 'panel.csv': tables['panel.csv'] }), { control: 'placebo', strata: 'none' }).panel!;
    expect(leftOut).toBe(0);
    expect(visit.analysis.vanElteren.find(({ arm }) => arm === 'drug')).toEqual(named.visits[0].analysis.vanElteren.find(({ arm }) => arm === 'drug'));
  });

  it('of three against three that do not overlap is no finding', () => {
    const rows = [0, 0.5, 0.7, 1, 2, 3].map((value, at) => ({ arm: at < 3 ? 'placebo' : 'drug', stratum: '', value }));
    expect(given(testVanElteren(rows, 'drug', 'placebo'))).toMatchObject({ pValue: 0.1, exact: true });
  });

  it('is compared within persons whose areas were treated differently', async () => {
    // Differences drug − placebo: 2, 1, 0, −1, 1, 1; of P6 the panel scored one area only. Wilcoxon: 20 of the 64 patterns of signs (exact-reference.json).
    const scores: [drug: number, placebo: number | null][] = [[2, 0], [1, 0], [1, 1], [0, 1], [2, 1], [1, 0], [3, null]];
    const rows = scores.flatMap(([drug, placebo], at) => [`P${at},drug,${at % 2 === 0 ? 'left' : 'right'},,w24,2026-07-01,${drug},${drug},0,,${drug},`, `P${at},placebo,${at % 2 === 0 ? 'right' : 'left'},,w24,2026-07-01,${cell(placebo)},${cell(placebo)},${placebo === null ? '' : 0},,${cell(placebo)},`]);
    const result = analyseTrial(await readTables({ 'panel.csv': [panelHeader(2), ...rows] }), { control: 'placebo', strata: 'none' }), { paired: [pair], leftOut } = result.panel!;
    expect(result.remarks.join(' ')).toContain('7 subjects are in more than one arm. Where different areas of a person had different treatments, the comparison within persons is the one to use (see "Score of the blinded panel")');
    expect([pair.visit, pair.arm, pair.difference.n, pair.incomplete, leftOut]).toEqual(['w24', 'drug', 6, 1, 0]);
    sixDigits(pair.difference.mean, 4 / 6);
    sixDigits(given(pair.pairedT).pValue, 0.1746878142641194);
    sixDigits(given(pair.signedRank).pValue, 20 / 64);
  });

  it('is rehearsed by a simulated trial with two readers or more, whose other figures stay as they were', () => {
    const plan = { ...defaultPlan, arms: [{ arm: 'placebo', subjects: 12, effect: 0 }, { arm: 'drug', subjects: 12, effect: 25 }] };
    const { data } = simulateTrial({ ...plan, readers: 3 }, createRandom(5)), { data: alone } = simulateTrial({ ...plan, readers: 1 }, createRandom(5));
    expect(alone.panel).toBeUndefined();
    expect(data.panel!.length).toBe(data.ratings!.length / 6);
    for (const { readers, adjudicated, final } of data.panel!) expect(final).toBe(findPanelScore(readers.map(({ score }) => score), adjudicated));
    expect(writeTrial(analyseTrial(data, { primaryOutcome: 'panel', primaryVisit: 'week 24' }))).toContain('The score of the blinded panel decides');
  });

  it('whose visits are called by their days, as in the application, is of the visits on these days', async () => {
    const [{ rows }] = cases, tables = tablesOf(rows.slice(0, 60)), byDay = { ...tables, 'panel.csv': tables['panel.csv'].map((line) => line.replace(',week 24,2026-07-01,', ',2026-07-01,2026-07-01,')) };
    expect(analyseTrial(await readTables(byDay), { control: 'placebo' }).panel).toEqual(analyseTrial(await readTables(tables), { control: 'placebo' }).panel);
    // One photograph whose visit is called by the day, of somebody else, changes the names of nobody.
    const [header, ...own] = tables['scores.csv'], stranger = own[0]!.replace(/^[^,]*/, 'stranger').replace(',week 24,', ',2026-07-01,');
    expect((await readTables({ ...byDay, 'scores.csv': [header!, ...own, stranger] })).panel!.map(({ visit }) => visit)).not.toContain('2026-07-01');
    const other = { ...tables, 'panel.csv': tables['panel.csv'].map((line) => line.replace(',week 24,2026-07-01,', ',2026-07-02,,')) };
    expect(analyseTrial(await readTables(other), { control: 'placebo' }).panel!.visits.map(({ visit }) => visit)).toEqual(['2026-07-02']);
  });

  it('is compared with the computed score by its day, too, where a reading of the application is handed to `agreement`', async () => {
    const [{ rows }] = cases, { scores } = await readTables(tablesOf(rows.slice(0, 9)));
    const reading = (visit: string) => [{ item: itemOf(rows[0].subject, 'vertex', visit), rater: 'A', occasion: 1, value: 1 }];
    expect(joinComputed(scores, reading('2026-07-01')).get(itemOf(rows[0].subject, 'vertex', '2026-07-01'))).toBe(rows[0].computed);
    expect(joinComputed(scores, reading('week 24')).get(itemOf(rows[0].subject, 'vertex', 'week 24'))).toBe(rows[0].computed);
    expect(joinComputed(scores, reading('2026-07-02')).size).toBe(9);
  });
});
