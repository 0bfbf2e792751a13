import type { AreaResult, TrialResult } from '../../domain/trial-result.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import { changePart, primaryPart } from './compared-parts.js';
import { marginPart } from './margin-part.js';
import { measuresPart, planPart } from './measured-parts.js';
import { scorePart } from './score-part.js';
import { missingPart, nothingPart, onsetPart, subjectsPart } from './subject-parts.js';
import type { TrialPart } from './trial-part.js';

export interface AreaView {
  title: string;
  area: AreaResult;
  parts: TrialPart[];
}

/** Everything that is said about each target area, in the order of reading. */
export function describeAreas(result: TrialResult, formats: NumberFormats): AreaView[] {
  return result.areas.map((area) => ({
    title: [area.targetArea, area.view].filter((text) => text !== '').map(showTypedText).join(', ') || 'Target area',
    area,
    parts: area.visits.length === 0
      ? [nothingPart(area)]
      : [primaryPart(area, result.primaryOutcome === 'change', formats), ...[marginPart(area, formats)].filter((part) => part !== null), changePart(area, formats), scorePart(result, area, formats), subjectsPart(result, area, formats), onsetPart(area, formats), missingPart(area), measuresPart(area, formats), planPart(area, formats)],
  }));
}
