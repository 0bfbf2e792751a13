import type { AreaResult, LeftOutRow, TrialResult } from '../../domain/trial-result.js';
import type { OnsetResult, ShareResult } from '../../domain/trial-statistics.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import { standApart } from './arm-marks.js';
import type { TrialPart, TrialTable } from './trial-part.js';
import { changeUnitWords, isRefused, notGiven, weeks, writeInterval } from './trial-words.js';

export function subjectsPart({ arms }: TrialResult, area: AreaResult, formats: NumberFormats): TrialPart {
  const last = area.visits[area.visits.length - 1];
  const visit = isRefused(area.primary) ? last.visit : area.primary.visit;
  const unit = changeUnitWords(area);
  const rows = area.subjects.flatMap(({ subject, arm, points }) => points.filter((point) => point.visit === visit).map((point) => ({ subject, arm, point })))
    .sort((a, b) => (b.point.changePercent ?? -Infinity) - (a.point.changePercent ?? -Infinity) || (a.subject < b.subject ? -1 : 1));
  return {
    key: 'subjects', title: `Each subject at ${showTypedText(visit)}`, figure: 'waterfall', sentences: [`${standApart(arms) ? 'In the figure each arm by itself. ' : ''}Sorted by the change in ${area.changeUnit === '%' ? 'percent' : 'points (hundredths of the region)'}; the line is the 95% interval of the subject’s own change.`],
    tables: [{
      caption: 'Change of each subject', columns: ['Subject', 'Arm', `Change, ${unit}`, `95% interval, ${unit}`, area.endpoint === 'coverage' ? 'Score (provisional)' : 'Score'],
      rows: rows.map(({ subject, arm, point }) => [
        showTypedText(subject), showTypedText(arm), point.changePercent === null ? notGiven : formats.signed(point.changePercent, 1), writeInterval(point.changePercentInterval95, 1, formats),
        point.supported === null ? notGiven : `${formats.signed(point.supported)} ${point.words ?? ''}`,
      ]),
    }],
  };
}

export function onsetPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const share = (value: ShareResult | null): string => (value === null ? notGiven : `${value.count} of ${value.n}`);
  const sessions = ({ sessions: spread }: OnsetResult): string => (spread === null || spread.median === null ? notGiven : `${formats.number(spread.median, spread.median % 1 === 0 ? 0 : 1)} (${formats.range(spread.range!)})`);
  const undated = area.onset.reduce((sum, onset) => sum + onset.subjectsWithUndatedSessions, 0);
  return {
    key: 'onset', title: 'Onset and durability', figure: 'courses',
    sentences: [
      'Onset is the first visit at which the computed score is +1 or more. It is seen at visits only, so the increase itself began earlier. Median after Kaplan and Meier, with everybody on the usual day of a planned visit, up to the last of them.',
      ...(undated === 0 ? [] : [`${undated === 1 ? 'One subject has' : `${undated} subjects have`} treatment sessions whose day is not recorded: sessions before the onset and what was kept after treatment are given without them.`]),
    ],
    tables: [{
      caption: 'First supported increase, and whether it lasted',
      columns: ['Arm', 'With onset', 'Median, weeks', 'Sessions before onset, median (range)', 'Kept at every later visit', 'Kept at last visit', 'Kept after treatment'],
      rows: area.onset.map((onset) => [
        showTypedText(onset.arm), `${onset.withOnset} of ${onset.subjects}`, onset.medianDays === null ? 'not reached' : weeks(onset.medianDays, formats), sessions(onset),
        share(onset.keptAtEveryLaterVisit), share(onset.keptAtLastVisit), share(onset.keptAfterTreatment),
      ]),
    }],
  };
}

export function missingTable(area: AreaResult): TrialTable {
  return {
    caption: 'Missing, by reason', columns: ['Visit, arm', 'Expected', 'Measured', 'Missing'],
    rows: [...area.visits, ...area.unmeasuredVisits.map(({ visit, arms }) => ({ visit, arms: arms.map((arm) => ({ ...arm, measured: 0 })) }))].flatMap(({ visit, arms }) => arms.map((arm) => [
      `${showTypedText(visit)}, ${showTypedText(arm.arm)}`, String(arm.expected), String(arm.measured),
      arm.missing.length === 0 ? 'none' : arm.missing.map(({ reason, subjects }) => `${subjects} × ${showTypedText(reason)}`).join('; '),
    ])),
  };
}

/** Row by row what was measured and is in no figure above. */
function leftOutTable({ leftOut, endpoint }: AreaResult): TrialTable {
  const figure = (value: number | null): string => (value === null ? notGiven : String(Number(value.toPrecision(6))));
  return {
    caption: 'Measured, but left out', columns: ['Subject', 'Arm', 'Visit', 'Measured as', 'Before', 'After', 'Why'],
    rows: leftOut.map((row) => [
      showTypedText(row.subject), showTypedText(row.arm), showTypedText(row.visit), showTypedText(row.endpoint) || notGiven, figure(row.before), figure(row.after),
      row.reason === 'anotherEndpoint' ? `most rows carry ${endpoint}` : row.reason === 'anotherBaseline' ? `compared with ${showTypedText(row.baselineVisit ?? '')}` : 'the subject is in two arms of this target area',
    ]),
  };
}

export function missingPart(area: AreaResult): TrialPart {
  return {
    key: 'missing', title: 'Missing data', sentences: ['Nothing is filled in. Reasons with a point in them are the codes of scores.csv, where a sentence stands beside each.', ...describeUnscheduled(area), ...describeLeftOut(area)],
    tables: [missingTable(area), ...(area.leftOut.length === 0 ? [] : [leftOutTable(area)])],
  };
}

function describeUnscheduled({ unscheduledVisits }: AreaResult): string[] {
  return unscheduledVisits.map(({ visit, arms }) => `Unscheduled, nobody is expected: ${showTypedText(visit)} (measured: ${arms.map(({ arm, measured }) => `${showTypedText(arm)} ${measured}`).join(', ')}).`);
}

function describeLeftOut({ leftOut, endpoint }: AreaResult): string[] {
  const has = (reason: LeftOutRow['reason']): boolean => leftOut.some((row) => row.reason === reason);
  return leftOut.length === 0 ? [] : [[
    `${leftOut.length === 1 ? 'One row was' : `${leftOut.length} rows were`} measured and left out of the statistics; the table says which and why.`,
    ...(has('anotherEndpoint') ? [`A change of ${endpoint} and one of another endpoint cannot be pooled.`] : []),
    ...(has('anotherBaseline') ? ['A change from another visit than the baseline of most subjects is none from the baseline: where the first photograph is missing a series begins later, and where a baseline was taken twice it begins with the earlier one.'] : []),
    ...(has('subjectInTwoArms') ? ['Subjects who had two treatments on one target area, one after the other (a crossover), belong to neither arm: nothing here takes apart what the treatments, their order and what lasts of the first one did.'] : []),
  ].join(' ')];
}

/** Where nobody has a change that counts: what is missing, and what was left out. */
export function nothingPart(area: AreaResult): TrialPart {
  const { sentences, tables } = missingPart(area);
  return {
    key: 'nothing', title: 'Result', sentences: ['Nothing could be compared between arms or with a baseline in this target area.', ...sentences.slice(1)],
    tables: tables.filter(({ rows }) => rows.length > 0),
  };
}
