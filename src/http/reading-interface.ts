import { z } from 'zod';
import { readerRoles } from '../study/tables/reading-rows.js';
import type { RouteDescription } from './route-description.js';

const name = z.string().trim().min(1, 'expected a name').max(100);

export const readingRequestSchema = z.object({
  name,
  readers: z.array(name).min(1).max(20),
  /** Decides order, sides and repeats; drawn when it is left out. Keep it from readers. */
  seed: z.string().min(1).max(100).optional(),
  /** Every follow-up of an area, or the last one only. */
  visits: z.enum(['all', 'last']).default('all'),
}).strict();
export const adjudicationRequestSchema = z.object({ adjudicator: name }).strict();
export const answerRequestSchema = z.union([
  z.object({ score: z.number().int().min(-3).max(3) }).strict(),
  z.object({ cannotJudge: z.string().trim().min(3, 'expected a reason').max(300) }).strict(),
]);
export const signatureRequestSchema = z.object({ name }).strict();

const signatureSchema = z.object({ name: z.string(), at: z.string(), sha256: z.string() }).nullable();
const summarySchema = z.object({ id: z.string(), name: z.string(), study: z.string() });
const fileSchema = summarySchema.extend({
  cases: z.number().int(), seed: z.string(),
  /** `renewedAt`: when the signature was made to fit the answers that are left, because a person was erased. */
  readers: z.array(z.object({ name: z.string(), role: z.enum(readerRoles), page: z.string(), pairs: z.number().int(), answered: z.number().int(), signature: signatureSchema, intact: z.boolean().nullable(), renewedAt: z.string().nullable() })),
  /** Cases for an adjudicator; null until every reader has signed. */
  toAdjudicate: z.number().int().nullable(),
});

/** What the reader's browser gets: which pairs there are, and its own answers to them. */
const blindSchema = z.object({
  pairs: z.array(z.object({ id: z.string(), answer: z.number().int().nullable(), reason: z.string().nullable() })),
  signature: signatureSchema,
});

/** Blinded reading, as the description of the interface lists it. */
export const readingInterface: readonly RouteDescription[] = [
  { method: 'get', path: '/api/v1/studies/{id}/readings', summary: 'The blinded readings of a study', status: 200, answer: z.object({ readings: z.array(summarySchema) }) },
  { method: 'post', path: '/api/v1/studies/{id}/readings', summary: 'Begin a blinded reading: every follow-up with its baseline, dealt to each reader', status: 201, answer: fileSchema, body: readingRequestSchema },
  { method: 'get', path: '/api/v1/readings/{id}', summary: 'How far a blinded reading is', status: 200, answer: fileSchema },
  { method: 'post', path: '/api/v1/readings/{id}/adjudication', summary: 'Deal the cases that signed readers differ about by two or more to an adjudicator', status: 201, answer: fileSchema, body: adjudicationRequestSchema },
  { method: 'get', path: '/api/v1/readings/{id}/ratings.csv', summary: 'Every score of every reader, as `trichoscore agreement` reads it, once all have signed', status: 200, answer: 'text/csv' },
  { method: 'get', path: '/api/v1/readings/{id}/panel.csv', summary: 'One row a case: the scores, how far they differ, the adjudicated and the final one', status: 200, answer: 'text/csv' },
  { method: 'get', path: '/api/v1/readings/{id}/signatures.csv', summary: 'Who signed, when, over what, and whether the answers still fit', status: 200, answer: 'text/csv' },
  { method: 'get', path: '/api/v1/blind', summary: 'The readings that wait for whoever is signed in', status: 200, answer: z.object({ readings: z.array(z.object({ page: z.string(), pairs: z.number().int(), answered: z.number().int(), signed: z.boolean() })) }) },
  { method: 'get', path: '/api/v1/blind/{id}', summary: 'A reader: the pairs in the order in which they are shown, and the answers so far', status: 200, answer: blindSchema },
  { method: 'get', path: '/api/v1/blind/{id}/pairs/{pair}/{side}', summary: 'The left or right photograph of a pair, cut alike, without metadata', status: 200, answer: 'image/jpeg' },
  { method: 'put', path: '/api/v1/blind/{id}/pairs/{pair}', summary: 'Answer: the right photograph against the left one, −3…3, or why it cannot be judged', status: 204, answer: null, body: answerRequestSchema },
  { method: 'post', path: '/api/v1/blind/{id}/signature', summary: 'Sign and lock the answers', status: 201, answer: blindSchema, body: signatureRequestSchema },
];
