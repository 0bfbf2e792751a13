import type { ArmLeftOut, DifferenceResult, MarginResult, Missing, Pair, PairedResult, Refused, ScoreAnalysis, Spread } from './trial-statistics.js';

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
