import { z } from 'zod';

/** A place on the upright original photograph, in pixels from the top left corner's pixel centre. */
export const positionSchema = z.object({ row: z.number(), column: z.number() });
export type Position = z.infer<typeof positionSchema>;

export const hairKinds = ['terminal', 'vellus', 'indeterminate'] as const;
export type HairKind = (typeof hairKinds)[number];

/** One traced shaft. `kind` and every figure in µm or mm is null where the photograph does not carry it. */
export const hairSchema = z.object({
  id: z.number().int().positive(),
  root: positionSchema,
  tip: positionSchema,
  /** Centre line from root to tip; two points for a straight shaft. */
  path: z.array(positionSchema).min(2),
  /** False when the exit point lies outside the photograph or under something. */
  rootVisible: z.boolean(),
  lengthMm: z.number().nonnegative().nullable(),
  diameterUm: z.number().positive().nullable(),
  /** 95 % interval of the diameter. */
  diameterIntervalUm: z.tuple([z.number(), z.number()]).nullable(),
  kind: z.enum(hairKinds).nullable(),
  /** Number of the follicular unit, from 1; null for a hair that does not count. */
  unit: z.number().int().positive().nullable(),
  /** Probability, 0…1, that this is a hair that a careful person would mark. */
  confidence: z.number().min(0).max(1),
  /** Whether the hair enters `hairCount` (see the counting rule in `method.options`). */
  counted: z.boolean(),
  /**
   * Why it does not count: `rootOutside`, `rootHidden`, `cutShort` (the photograph ends too soon after its exit), `outsideTargetArea`, `fragment`,
   * `uncertain` (too faint a trace to be a hair by itself; another photograph of the same skin may show that it is one),
   * `countRefused` (the photograph's hairs could not be counted at all; `issues` says why); null when it counts.
   */
  notCountedBecause: z.enum(['rootOutside', 'rootHidden', 'cutShort', 'outsideTargetArea', 'fragment', 'uncertain', 'countRefused']).nullable(),
  /** Said of a hair that a person drew; absent for hairs that the program found. */
  drawnByPerson: z.literal(true).optional(),
});
export type Hair = z.infer<typeof hairSchema>;

export { countFaintTraces, isTakenForHair } from './taken-for-hair.js';
