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
  vanElteren: ({ arm: string; reference: string; n: Pair; z: number; pValue: number; /** By permutation within strata, where an arm has fewer than 6 subjects and both no more than 50. */ exact: boolean; probabilityHigher: number; strata: number } | (Refused & { arm: string }))[];
  proportionalOdds: {
    /** Odds are null where no finite value describes the difference; the test stands all the same, and other arms are compared without that one. */
    oddsRatios: ({ arm: string; reference: string; oddsRatio: number | null; interval95: Pair | null; logOddsRatio: number | null; standardError: number | null; pValue: number } | (Refused & { arm: string }))[];
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
  /** Kaplan–Meier; null where fewer than half ever had an onset. */
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

/** Ratings by people, analysed as the computed score is. */
export interface RatingResult {
  rater: string;
  /** Empty where the ratings name none. */
  targetArea: string;
  view: string;
  visit: string;
  analysis: ScoreAnalysis;
  /** Without hair counts behind them a change in percent does not exist. */
  subjects: number;
}

/** Agreement of two raters over the subjects that both scored. */
export interface ScoreAgreement {
  n: number;
  /** Subjects with a computed score and none of the panel, and the other way round. */
  onlyFirst: number;
  onlySecond: number;
  /** Quadratic. */
  kappa: { kappa: number; interval95: Pair | null } | Refused | null;
  shareIdentical: number | null;
  shareWithinOne: number | null;
  /** ICC(2,1). */
  intraclassCorrelation: { value: number; interval95: Pair | null } | Refused;
  /** Computed minus panel, after Bland and Altman. */
  limits: { bias: number; biasInterval95: Pair | null; lower: number; lowerInterval95: Pair | null; upper: number; upperInterval95: Pair | null } | null;
}

/** Differences of mean scores: adjusted for the baseline where it is known of everybody, else by arm alone. */
export interface MeanScores {
  adjusted: boolean;
  differences: DifferenceResult[];
  n: number;
  armsLeftOut: ArmLeftOut[];
}

/** The score of a blinded panel at one visit. */
export interface PanelAtVisit {
  /** Empty where the panel's table names none. */
  targetArea: string;
  view: string;
  visit: string;
  arms: { arm: string; expected: number; scored: number; missing: Missing[]; score: Spread }[];
  means: MeanScores | Refused;
  analysis: ScoreAnalysis;
  /** Scored subjects whose baseline nobody measured: where there is one, no model and no stratum has the baseline. */
  withoutBaseline: number;
  /** How the rank test grouped. */
  strata: string;
  /** Of the computed score with the panel's. */
  agreement: ScoreAgreement | Refused;
}

/** The panel's score as the outcome that decides: the rank test of one visit. */
export interface PanelPrimary {
  targetArea: string;
  view: string;
  visit: string;
  visitNamed: boolean;
  tests: { arm: string; reference: string; n: Pair; probabilityHigher: number; exact: boolean; pValue: number; pValueHolm: number }[];
  armsLeftOut: ArmLeftOut[];
  /** Of mean scores, in steps of the scale; null where no margin was asked for. */
  margin: MarginResult | Refused | null;
}

/** The panel's scores of two treatments on two areas of the same persons. */
export interface PanelPaired extends Pick<PairedResult, 'view' | 'visit' | 'arm' | 'reference' | 'difference' | 'pairedT' | 'signedRank'> {
  /** Persons with both treatments of whom the panel scored one area or none at this visit. */
  incomplete: number;
}

export interface PanelResult {
  /** How scores of readers became the panel's; null where the table has the final score only. */
  rule: string | null;
  /** Cases by how they came to their score, or why they have none. */
  cases: { agreed: number; adjudicated: number; notAdjudicated: number; notJudged: number };
  visits: PanelAtVisit[];
  /** Of persons treated differently on different areas; empty where there are none. */
  paired: PanelPaired[];
  /** One for each area and view; empty unless the panel's score is the outcome that decides. */
  primary: PanelPrimary[];
  /** Rows of subjects in two arms of one area, in no figure. */
  leftOut: number;
}

export interface MeasureAtVisit {
  visit: string;
  arms: { arm: string; measures: Record<string, Spread> }[];
}

/** A row that is not part of the statistics although something was measured, and why. */
export interface LeftOutRow {
  subject: string;
  arm: string;
  visit: string;
  /** What was measured of it; null where nothing was. */
  endpoint: string;
  before: number | null;
  after: number | null;
  reason: 'anotherEndpoint' | 'subjectInTwoArms' | 'anotherBaseline';
  /** With `anotherBaseline`: the visit that the change is from. */
  baselineVisit?: string;
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

/** One target area seen in one view: the unit that is analysed. */
export interface AreaResult {
  targetArea: string;
  view: string;
  endpoint: string;
  unit: string;
  /** Unit of every `changePercent` of the area: coverage changes by percentage points of the region, everything else by percent of the baseline. */
  changeUnit: '%' | 'percentage points';
  /** Rows with another endpoint, from another baseline or of a subject in two arms, which cannot be pooled with these. */
  leftOut: LeftOutRow[];
  measures: MeasureAtVisit[];
  visits: VisitResult[];
  /** Visits at which nobody of the area could be measured, or compared with a baseline in the endpoint; they are in no statistic. */
  unmeasuredVisits: { visit: string; arms: Pick<ArmAtVisit, 'arm' | 'expected' | 'missing'>[] }[];
  /** Visits at which nobody was expected: in no statistic by visit, no model, and not missing where they were not made; onset and durability count them on their day. */
  unscheduledVisits: { visit: string; arms: Pick<ArmAtVisit, 'arm' | 'measured'>[] }[];
  mixedModel: MixedModelResult | Refused;
  primary: PrimaryComparison | Refused;
  /** Null where no margin was asked for: nothing is then claimed of non-inferiority or equivalence. */
  margin: MarginResult | Refused | null;
  onset: OnsetResult[];
  samplePlan: SamplePlan | Refused;
  subjects: SubjectCourse[];
}

/** Who is in an arm, after the table of subjects. */
export interface SubjectsOfArm {
  arm: string;
  subjects: number;
  /** How many of them have a row in the table. */
  inTable: number;
  ageYears: Spread;
  sexes: { female: number; male: number; notRecorded: number };
  /** By name; empty for those whose row names none. */
  sites: { site: string; subjects: number }[];
}

/** What the figures of a trial were made from. */
export interface TrialProvenance {
  /** Of trichoscore. */
  version: string;
  /** `asBatchWroteIt` is null for tables that no batch wrote, and where the folder has no run.json. */
  tables: { file: string; sha256: string; asBatchWroteIt: boolean | null }[];
  options: { control: string | null; primaryVisit: string | null; strata: string; /** Absent where it is the measured change. */ primaryOutcome?: PrimaryOutcome; /** Absent where they are not. */ averageViews?: boolean; /** Absent where none were named. */ unscheduled?: string[]; /** Absent where none was given. */ margin?: Pick<MarginResult, 'aim' | 'margin' | 'setOn'> };
  /** Whether tables among them were made by `trial-simulate` and nobody was photographed. */
  simulated: boolean;
}

export type PrimaryOutcome = 'change' | 'panel';

/** Everything that `trichoscore trial` says; what it prints, draws and exports comes from here. */
export interface TrialResult {
  schemaVersion: 1;
  arms: { arm: string; subjects: number; /** Of them, named by the table of subjects only. */ neverPhotographed: number; control: boolean }[];
  /** Whether the control arm was named by the user, recognised by its name, or is only the first in alphabetical order. */
  controlChosen: 'named' | 'recognised' | 'firstByName' | 'oneArm';
  strata: string;
  /** Null without a table of subjects. */
  people: SubjectsOfArm[] | null;
  areas: AreaResult[];
  /** Of persons treated differently on different areas; empty where there are none. */
  paired: PairedResult[];
  ratings: RatingResult[];
  /** Null without a panel. */
  panel: PanelResult | null;
  /** Which outcome decides: the measured change, or the panel's score. P-values of the other are not adjusted. */
  primaryOutcome: PrimaryOutcome;
  multiplicity: string[];
  /** What the reader has to know about these data. */
  remarks: string[];
  /** Of tables in a folder. */
  provenance?: TrialProvenance;
}
