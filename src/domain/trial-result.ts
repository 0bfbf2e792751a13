import type { ArmAtVisit, MarginResult, MixedModelResult, OnsetResult, PairedResult, PrimaryComparison, Refused, SamplePlan, ScoreAnalysis, Spread, SubjectCourse, VisitResult } from './trial-statistics.js';
import type { PanelResult } from './panel-result.js';

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
  /** Rated subjects whose measured baseline is not known; where there are any, strata and odds go without it. */
  withoutBaseline: number;
  /** Groups of the rank test. */
  strata: string;
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
  /** Whether the mark of `trial-simulate` lies beside tables of which none is as it wrote it, nor as a batch did: where they come from nobody can tell. Absent where not. */
  besideMark?: boolean;
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
