import type { GlobalAssessmentScore } from './global-assessment.js';

/** One sentence that says why a statistic is not given. */
export interface Refused {
  refused: string;
}

export type Pair = [lower: number, upper: number];

export interface EstimateResult {
  estimate: number;
  standardError: number;
  interval95: Pair;
  freedom: number;
  pValue: number;
}

export interface ArmMeanResult extends Omit<EstimateResult, 'pValue'> {
  arm: string;
  n: number;
}

export interface DifferenceResult extends EstimateResult {
  arm: string;
  reference: string;
}

/** n, mean, SD, median, quartiles, range; all null but n where there are no values. */
export interface Spread {
  n: number;
  mean: number | null;
  standardDeviation: number | null;
  /** Of the mean, by Student's t; null below 2 values. */
  interval95: Pair | null;
  median: number | null;
  quartiles: Pair | null;
  range: Pair | null;
}

/** An arm with too few subjects for a model that compares the others all the same. */
export type ArmLeftOut = Refused & { arm: string };

export interface ShareResult {
  count: number;
  n: number;
  share: number;
  interval95: Pair;
}

/** What is not there, by reason; never filled in. */
export interface Missing {
  reason: string;
  subjects: number;
}

/** One arm at one visit. */
export interface ArmAtVisit {
  arm: string;
  /** Subjects of the arm who have any row in this target area, and those whom only the table of subjects names. */
  expected: number;
  measured: number;
  missing: Missing[];
  before: Spread;
  after: Spread;
  change: Spread;
  /** In the area's `changeUnit`; of percent only where the baseline is above 0. */
  changePercent: Spread;
  changeAgainstZero: { pairedT: EstimateResult | Refused; signedRank: { statistic: number; n: number; pValue: number; exact: boolean } | Refused };
}

/** How many subjects have each score of the seven-point scale. */
export interface ScoreCounts {
  arm: string;
  n: number;
  counts: Record<`${GlobalAssessmentScore}`, number>;
}

export interface ShareDifference {
  arm: string;
  reference: string;
  difference: number;
  interval95: Pair;
}

export interface ResponderResult {
  /** "at least +1" or "at least +2". */
  atLeast: 1 | 2;
  /** Of those with a score, and of everybody expected, who without a score counts as not responding; null where nobody knows how many were expected. */
  arms: { arm: string; share: ShareResult | null; shareOfExpected: ShareResult | null }[];
  differences: ShareDifference[];
  differencesOfExpected: ShareDifference[];
}

/** The seven-point score of all arms at one visit, by one rater. */
export interface ScoreAnalysis {
  counts: ScoreCounts[];
  responders: ResponderResult[];
  vanElteren: ({ arm: string; reference: string; n: Pair; z: number; pValue: number; /** Every way to deal the subjects to the arms within strata counted; else the normal curve, where there are too many. */ exact: boolean; probabilityHigher: number; strata: number } | (Refused & { arm: string }))[];
  proportionalOdds: {
    /** Odds are null where no finite value describes the difference; the test stands all the same, and other arms are compared without that one. */
    oddsRatios: ({ arm: string; reference: string; oddsRatio: number | null; interval95: Pair | null; logOddsRatio: number | null; standardError: number | null; /** Of the score test. */ z: number; pValue: number; /** Every way to deal the subjects to the two arms counted; else the normal curve. */ exact: boolean } | (Refused & { arm: string }))[];
    n: number;
  } | Refused;
}

export interface AncovaResult {
  adjustedMeans: ArmMeanResult[];
  differences: DifferenceResult[];
  slope: EstimateResult;
  residualStandardDeviation: number;
  n: number;
  armsLeftOut: ArmLeftOut[];
}

export interface VisitResult {
  visit: string;
  /** Days since the baseline over the subjects measured. */
  medianDays: number;
  daysRange: Pair;
  arms: ArmAtVisit[];
  ancova: AncovaResult | Refused;
  /** The computed score: 0 unless the change exceeds what chance explains. */
  computedScore: ScoreAnalysis;
}

export interface MixedModelResult {
  visits: { visit: string; adjustedMeans: ArmMeanResult[]; differences: DifferenceResult[] }[];
  subjects: number;
  observations: number;
  armsLeftOut: ArmLeftOut[];
}

export interface SubjectPoint {
  visit: string;
  days: number;
  before: number;
  after: number;
  change: number;
  /** In the area's `changeUnit`; null for a percent of a baseline of 0. */
  changePercent: number | null;
  changePercentInterval95: Pair | null;
  supported: GlobalAssessmentScore | null;
  nominal: GlobalAssessmentScore | null;
  /** Of the supported score: "no change" only where a change of next to nothing was told from chance, else "no detectable change". Null without a score. */
  words: string | null;
}

export interface SubjectCourse {
  subject: string;
  arm: string;
  points: SubjectPoint[];
}

/** When an increase that exceeds chance was first seen. It is seen at visits only, so it began earlier by up to one interval between visits. */
export interface OnsetResult {
  arm: string;
  subjects: number;
  withOnset: number;
  /** Kaplan–Meier, up to the last planned visit; null where its curve does not reach one half by then. */
  medianDays: number | null;
  /** Treatment sessions before the visit of onset, over the subjects with onset whose sessions all have a day; null where no sessions were recorded. */
  sessions: Spread | null;
  /** Subjects with a session whose day nobody wrote down: in neither `sessions` nor `keptAfterTreatment`. */
  subjectsWithUndatedSessions: number;
  /** Of those with onset and a later visit: still increased at every later visit. */
  keptAtEveryLaterVisit: ShareResult | null;
  /** Of those with onset and a later visit: increased at their last visit. */
  keptAtLastVisit: ShareResult | null;
  /** Of those increased at the first visit on or after their last session and seen again later: still increased at their last visit. Null without recorded sessions. */
  keptAfterTreatment: ShareResult | null;
}

export interface PrimaryComparison {
  visit: string;
  /** Whether the visit was named by the user; else it is the last one, chosen by the program. */
  visitNamed: boolean;
  method: 'mixedModel' | 'ancova';
  differences: (DifferenceResult & { pValueHolm: number })[];
  armsLeftOut: ArmLeftOut[];
}

/** The primary differences against a margin that was set beforehand. */
export interface MarginResult {
  aim: 'nonInferiority' | 'equivalence';
  /** In the area's unit; higher is better. */
  margin: number;
  /** YYYY-MM-DD, as whoever asked says. */
  setOn: string;
  comparisons: {
    arm: string;
    reference: string;
    estimate: number;
    /** Each holds with 97.5 % by itself. */
    limits: Pair;
    /** Of equivalence the larger of the two. */
    pOneSided: number;
    pOneSidedHolm: number;
    /** Whether the adjusted p is below 2.5 %. */
    shown: boolean;
  }[];
}

/** How many subjects the next trial needs, from the scatter of this one. */
export interface SamplePlan {
  standardDeviation: number;
  standardDeviationInterval95: Pair;
  source: string;
  dropOutShare: number;
  rows: { difference: number; power: number; measuredPerArm: number | null; enrolledPerArm: number | null; measuredPerArmAtUpperSd: number | null }[];
}

/** Two treatments on two areas of the same persons: each person is its own control. */
export interface PairedResult {
  view: string;
  endpoint: string;
  unit: string;
  visit: string;
  arm: string;
  reference: string;
  /** Areas of the arm and of the reference, as the rows name them. */
  areas: [string[], string[]];
  /** Change in the arm less change in the reference, one value a person. */
  difference: Spread;
  pairedT: EstimateResult | Refused;
  signedRank: { statistic: number; n: number; pValue: number; exact: boolean } | Refused;
  /** The same of the computed score. */
  scoreSignedRank: { statistic: number; n: number; pValue: number; exact: boolean } | Refused;
  /** Persons with both treatments of whom only one area could be compared at this visit. */
  incomplete: number;
}
