import type { TimepointResult } from '../domain/result.js';

/** A measured photograph with its place in a trial. Subjects are pseudonyms; nothing else about a person is carried. */
export interface TrialPhotograph {
  readonly studyId: string;
  readonly subject: string;
  readonly targetArea: string;
  readonly view: string;
  readonly visit: string;
  /** YYYY-MM-DD, or empty. */
  readonly date: string;
  /** Row of the manifest, from 1: tells photographs of one visit apart. */
  readonly row: number;
  readonly result: TimepointResult;
}

/** What every object says about the program that wrote it. */
export interface Writer {
  /** Version of trichoscore. */
  readonly version: string;
}
