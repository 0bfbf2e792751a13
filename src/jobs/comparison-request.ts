import { z } from 'zod';
import { plausibleMicrometresPerPixel } from '../domain/calibration.js';
import { photographDaySchema } from '../domain/day.js';
import { devicePresetSchema } from '../domain/device-presets.js';
import { terminalThresholdLimitsUm } from '../domain/terminal-threshold.js';
import { regionRequestSchema } from './region-request.js';

const millimetres = z.number().gt(0).lte(500);
const place = z.object({ row: z.number(), column: z.number() }).strict();

/** How the sender knows the scale; null when nobody does. */
export const calibrationRequestSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('given'), micrometresPerPixel: z.number().gte(plausibleMicrometresPerPixel.smallest).lte(plausibleMicrometresPerPixel.largest) }).strict(),
  z.object({ method: z.literal('fieldWidth'), millimetres }).strict(),
  z.object({ method: z.literal('scaleBar'), millimetres }).strict(),
  /** Distance of neighbouring ticks; the ruler is found in the picture. */
  z.object({ method: z.literal('ruler'), millimetres }).strict(),
  z.object({
    method: z.literal('twoPoint'), millimetres, from: place, to: place,
    /** Standard deviation of each point's place, pixels of the original. */
    pointErrorPx: z.number().gt(0).lte(100),
  }).strict(),
  /** The preset itself, so that a result holds when the list of devices changes. */
  z.object({ method: z.literal('device'), preset: devicePresetSchema }).strict(),
]);

const typedText = z.string().max(200);

export const photographOfComparisonSchema = z.object({
  photograph: z.string().regex(/^[0-9a-f]{64}$/),
  /** File name as the sender knows it. */
  name: z.string().min(1).max(255).optional(),
  calibration: calibrationRequestSchema.nullable(),
  /** Day of the photograph; by default the camera's. */
  date: photographDaySchema.nullable().optional(),
  /** Which version of its measurement: 1, the default, is the program's own, later ones are people's corrections. */
  version: z.number().int().gte(1).lte(100_000).optional(),
}).strict();

/** A baseline, its follow-ups, and what to print with them. */
export const comparisonRequestSchema = z.object({
  /** Of a head, `region` says where hair is measured; it is carried to the follow-ups. By default all of the scalp. */
  baseline: photographOfComparisonSchema.extend({ region: regionRequestSchema.optional() }),
  followUps: z.array(photographOfComparisonSchema).min(1).max(100),
  options: z.object({
    terminalThresholdUm: z.number().gte(terminalThresholdLimitsUm.smallest).lte(terminalThresholdLimitsUm.largest).optional(),
    preset: z.enum(['standard', 'strict']).optional(),
    /** What the photographs show: close-ups of skin (the default), whole heads, or told from each photograph. */
    kind: z.enum(['closeup', 'global', 'auto']).optional(),
  }).strict().optional(),
  /** Printed in reports. */
  labels: z.object({ clinicName: typedText.optional(), subject: typedText.optional(), targetArea: typedText.optional() }).strict().optional(),
  /** Whose corrections it may use: `study:ID`, or `account:ID` of who compares without a study, which is the default. */
  holder: z.string().regex(/^(study|account):[\w-]{1,64}$/).optional(),
}).strict().refine(({ baseline, options }) => baseline.region === undefined || (options?.kind ?? 'closeup') !== 'closeup', 'a region belongs to photographs of heads (kind global or auto)');
export type ComparisonRequest = z.infer<typeof comparisonRequestSchema>;
