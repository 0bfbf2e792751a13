import type { z } from 'zod';

/** One route as docs/openapi.json describes it. Who it is for stands in rights.ts. */
export interface RouteDescription {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly status: number;
  /** Schema of a JSON answer, or the media type of another one. */
  readonly answer: z.ZodType | string | null;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** The field of a form that takes a file. */
  readonly form?: 'photograph' | 'logo';
  /** Statuses beside the first with the same answer. */
  readonly also?: readonly number[];
}
