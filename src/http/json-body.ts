import type { Request } from 'express';
import { AnalysisError } from '../errors.js';

/** @throws AnalysisError `request.mediaType` for a body that was not sent as JSON. */
export function jsonOf(request: Request): unknown {
  if (!request.is('application/json')) throw new AnalysisError('request.mediaType', 'Expected the request as JSON.');
  return request.body;
}
