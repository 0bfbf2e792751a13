import { z } from 'zod';
import { calibrationSchema } from './calibration.js';
import { correctionNoteSchema } from './correction.js';
import { globalAssessmentSchema } from './global-assessment.js';
import { hairSchema, positionSchema } from './hair.js';
import { measurementsSchema } from './measurements.js';
import { schemaVersion } from './schema-version.js';

export { schemaVersion };

export const issueSchema = z.object({
  /** Stable, dotted lower case, e.g. `calibration.missing`. */
  code: z.string(),
  /** The field of the result that it concerns, e.g. `measurements.densityPerCm2`. */
  field: z.string(),
  message: z.string(),
});
export type Issue = z.infer<typeof issueSchema>;

export const qualityCheckSchema = z.object({
  check: z.string(),
  /** Measured value; null when it could not be measured. */
  value: z.number().nullable(),
  limit: z.number(),
  /** Whether values above or below the limit fail. */
  failsWhen: z.enum(['below', 'above']),
  passed: z.boolean(),
  /** Of value and limit; empty for shares and other plain numbers. */
  unit: z.string().optional(),
  /** What a check that was not passed means: `warn`, the figures are doubtful; `refuse`, they are left out. Null when it was passed. */
  severity: z.enum(['warn', 'refuse']).nullable().optional(),
  /** What the value is (unit included) and, when it failed, what to do at the next photograph. */
  message: z.string(),
});
export type QualityCheck = z.infer<typeof qualityCheckSchema>;

/** How a photograph looks, for holding two of one area side by side; null where it could not be measured. */
export const appearanceSchema = z.object({
  /** Median colour of the skin, sRGB 0…255. */
  skinColour: z.array(z.number()).length(3).nullable(),
  /** Share, 0…1, of nearly white pixels. */
  glareShare: z.number().nullable(),
  /** Sigma of the blur of clear edges, µm. */
  edgeBlurUm: z.number().nullable(),
  /** Share, 0…1, of the hair that lies in strands wider than a follicular unit. */
  clumpedShare: z.number().nullable(),
  /** How much darker the counted hairs are than the skin beside them: 0.6 black hair on fair skin, 0 alike, below 0 lighter. Absent in results of earlier versions. */
  hairContrast: z.number().nullable().optional(),
  /** Share, 0…1, of the length of what looks like hair that belongs to the hairs found; what is left may be hair that was missed. Absent in results of earlier versions. */
  explainedShare: z.number().min(0).max(1).optional(),
});
export type Appearance = z.infer<typeof appearanceSchema>;

/** A part of the photograph that was taken out of the measured area, and why. */
export const exclusionSchema = z.object({
  reason: z.enum(['footerStrip', 'border', 'burnedInText', 'paperLabel', 'scaleBar', 'measuringCircle', 'drawing', 'vignette', 'outOfFocus']),
  /** Share of the photograph, 0…1. */
  share: z.number().min(0).max(1),
  /** Rows and columns of the enclosing rectangle, first inclusive, last exclusive. */
  rows: z.tuple([z.number(), z.number()]),
  columns: z.tuple([z.number(), z.number()]),
  /** What is left inside the dark or plain surround of a scope's field (`vignette`), or beside a ruler (`paperLabel`): corners of a convex outline, pixels of the upright original. Absent of other parts, and in results of earlier versions. */
  inside: z.array(positionSchema).optional(),
});
export type Exclusion = z.infer<typeof exclusionSchema>;

export const targetAreaSchema = z.object({
  shape: z.enum(['frame', 'circle', 'rectangle', 'polygon']),
  /** Measured area, exclusions taken out; null without a scale. */
  areaCm2: z.number().positive().nullable(),
  /**
   * Area that stands for the counted hairs; densities are counts over it. Usually smaller than `areaCm2`, because hairs that the photograph cuts
   * off short are not counted, its rim is left out of the estimate, and some hairs lie hidden under others (`method.options.hiddenSharePer100PerCm2`); null without a scale.
   */
  countingAreaCm2: z.number().positive().nullable().optional(),
  /** Share of the shape that was fit to be measured, 0…1. */
  validShare: z.number().min(0).max(1),
  exclusions: z.array(exclusionSchema),
  /** Outline in pixels of the upright original; a circle is given as its polygon. */
  outline: z.array(positionSchema),
  /** Where the region of a photograph of a whole head comes from; absent for close-ups. */
  region: z.object({
    name: z.enum(['scalp', 'vertex', 'frontal', 'drawn']),
    /** `carried`: taken over from the baseline by laying the heads over one another. */
    source: z.enum(['drawn', 'proposed', 'carried']),
    /** Share of the region that this photograph shows, 0…1. */
    visibleShare: z.number().min(0).max(1),
  }).optional(),
});
export type TargetArea = z.infer<typeof targetAreaSchema>;

export const methodSchema = z.object({
  /** Version of the measuring method; a change that moves numbers raises it. */
  version: z.string(),
  model: z.object({ name: z.string(), sha256: z.string(), runtime: z.enum(['onnxruntime-node', 'onnxruntime-web']) }),
  options: z.object({
    terminalThresholdUm: z.number().positive(),
    countingRule: z.string(),
    hairProbabilityThreshold: z.number(),
  }).loose(),
});
export type Method = z.infer<typeof methodSchema>;

export const photoSchema = z.object({
  /** File name without its folder. */
  name: z.string(),
  sha256: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** ISO date or date-time as the camera wrote it; null when the file holds none. */
  capturedAt: z.string().nullable(),
});

export const intervalSchema = z.tuple([z.number(), z.number()]);

/** Everything measured on one photograph. */
export const timepointResultSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  kind: z.enum(['closeup', 'global']),
  photo: photoSchema,
  method: methodSchema,
  calibration: calibrationSchema.nullable(),
  quality: z.object({ usable: z.boolean(), checks: z.array(qualityCheckSchema), appearance: appearanceSchema.optional() }),
  targetArea: targetAreaSchema,
  measurements: measurementsSchema,
  /** 95 % intervals by the name of the measurement; only those that can be given. */
  intervals: z.record(z.string(), intervalSchema),
  hairs: z.array(hairSchema),
  issues: z.array(issueSchema),
  /** Said where a person edited the hairs or the area; absent for what the program measured alone. */
  correction: correctionNoteSchema.optional(),
});
export type TimepointResult = z.infer<typeof timepointResultSchema>;

export const failedPhotoSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  photo: z.object({ name: z.string() }),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string() }),
});
export type FailedPhoto = z.infer<typeof failedPhotoSchema>;

export const endpoints = ['terminalDensityPerCm2', 'densityPerCm2', 'hairCount', 'coverage'] as const;

export const changeSchema = z.object({
  endpoint: z.enum(endpoints),
  /** Coverage is a share, 0…1. */
  before: z.number().nonnegative(),
  after: z.number().nonnegative(),
  /** θ = ln(after / before); null for coverage, whose change is a difference. */
  logRatio: z.number().nullable(),
  /** Percent of `before`; for coverage percentage points, 100 × (after − before). The next three are in the same unit. */
  percent: z.number(),
  /** 95 % interval of the change. */
  interval95: intervalSchema,
  /** Standard error of θ; for coverage that of the difference, percentage points. */
  standardError: z.number().nonnegative(),
  smallestDetectableChangePercent: z.number().nonnegative(),
  /** Said where it is not percent. */
  unit: z.literal('percentagePoints').optional(),
});
export type Change = z.infer<typeof changeSchema>;
/** A change of something counted or of a density, which always has a ratio. */
export type RatioChange = Change & { endpoint: Exclude<Change['endpoint'], 'coverage'>; logRatio: number };

/**
 * Where the coverage of a head changed: square cells over the baseline, row by row.
 * A cell without a value lies outside the region or is not seen at both visits.
 */
export const changeMapSchema = z.object({
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  /** Top left corner and side of a cell, pixels of the upright baseline. */
  top: z.number(),
  left: z.number(),
  cellPx: z.number().positive(),
  /** Follow-up minus baseline, percentage points of coverage. */
  points: z.array(z.number().nullable()),
});
export type ChangeMap = z.infer<typeof changeMapSchema>;

export const registrationSchema = z.object({
  method: z.enum(['constellation', 'head', 'none']),
  overlapShare: z.number().min(0).max(1).nullable(),
  residualUm: z.number().nonnegative().nullable(),
  matchedHairs: z.number().int().nonnegative().nullable(),
  /** Of heads laid over one another; absent for close-ups. */
  head: z.object({
    /** Turn of the follow-up against the baseline, clockwise, −180…180. */
    rotationDegrees: z.number(),
    /** Size of the head at the follow-up as a share of that at the baseline, in pixels. */
    scaleRatio: z.number().positive(),
    /** Intersection over union of both outlines of the scalp where both photographs show it, 0…1. */
    outlineAgreement: z.number().min(0).max(1),
    /** Share of the region's details that agree in direction, 0…1. */
    detailAgreement: z.number().min(0).max(1),
  }).optional(),
});
export type Registration = z.infer<typeof registrationSchema>;

const keptHairSchema = z.object({ baseline: z.number().int(), followUp: z.number().int(), probability: z.number() });
const singleHairSchema = z.object({ id: z.number().int(), probability: z.number() });

const meanChangeSchema = z.object({ mean: z.number(), interval95: intervalSchema, hairs: z.number().int().positive() });

/** What became of the hairs that both photographs show; a figure that cannot be given is null, and `issues` says why. */
export const keptHairsSchema = z.object({
  /** How much longer and thicker they are on average. Length says when the hair was clipped as much as how it grew; hairs that grew out of the photograph are not in it, so in small fields it is a little too small. */
  lengthChangeMm: meanChangeSchema.nullable(),
  diameterChangeUm: meanChangeSchema.nullable(),
  /** Of hairs clipped and photographed again one to four days later, those that grew 0.2 mm a day or more. */
  anagen: z.object({
    share: z.number().min(0).max(1), interval95: intervalSchema, grownHairs: z.number().int(), hairs: z.number().int().positive(), days: z.number().int().positive(),
  }).nullable(),
  issues: z.array(issueSchema),
});
export type KeptHairs = z.infer<typeof keptHairsSchema>;

/** When the two photographs of a comparison were taken. */
export const visitDaysSchema = z.object({
  /** ISO date as the caller said it, else date or date-time as the camera wrote it; null where nobody did. */
  baselineDate: z.string().nullable(),
  followUpDate: z.string().nullable(),
  /** Whole days from the baseline to the follow-up, negative when that is dated earlier; null where a date is missing. */
  days: z.number().int().nullable(),
});
export type VisitDays = z.infer<typeof visitDaysSchema>;

export const followUpResultSchema = z.object({
  measurement: timepointResultSchema,
  /** Absent in results of earlier versions. */
  visits: visitDaysSchema.optional(),
  registration: registrationSchema,
  hairs: z.object({
    kept: z.array(keptHairSchema), lost: z.array(singleHairSchema), gained: z.array(singleHairSchema),
    /** Seen at one visit only and more likely an error of seeing than a change; by the visit that shows them. */
    unclear: z.object({ baseline: z.array(singleHairSchema), followUp: z.array(singleHairSchema) }).optional(),
  }).nullable(),
  /** Absent where hairs were not matched. */
  keptHairs: keptHairsSchema.optional(),
  /** Null where the two photographs cannot be compared; `warnings` says why. */
  change: changeSchema.nullable(),
  globalAssessment: globalAssessmentSchema.nullable(),
  warnings: z.array(issueSchema),
  /** How alike the two photographs of a head are in all that is not hair loss; absent for close-ups. */
  pairQuality: z.object({ comparable: z.boolean(), checks: z.array(qualityCheckSchema) }).optional(),
  /** Absent for close-ups and where there is no change. */
  changeMap: changeMapSchema.optional(),
});
export type FollowUpResult = z.infer<typeof followUpResultSchema>;

export const progressResultSchema = z.object({
  schemaVersion: z.literal(schemaVersion),
  baseline: timepointResultSchema,
  followUps: z.array(followUpResultSchema),
});
export type ProgressResult = z.infer<typeof progressResultSchema>;

/** What `score --json` prints: the comparison, or as much of it as could be made, and the photographs that failed. */
export const scoreOutputSchema = progressResultSchema.extend({
  baseline: timepointResultSchema.nullable(),
  failed: z.array(failedPhotoSchema).optional(),
});
