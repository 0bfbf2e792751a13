import type { Calibration } from '../../domain/calibration.js';
import type { GlobalAssessmentScore } from '../../domain/global-assessment.js';
import type { Hair, Position } from '../../domain/hair.js';
import type { Change, Exclusion, TimepointResult } from '../../domain/result.js';
import { showTypedText } from './typed-text.js';

/** The words of the standardised scale, for the table of probabilities. */
export const scaleWords: Record<`${GlobalAssessmentScore}`, string> = {
  '-3': 'greatly decreased', '-2': 'moderately decreased', '-1': 'slightly decreased', '0': 'no change',
  '1': 'slightly increased', '2': 'moderately increased', '3': 'greatly increased',
};

/** How the patient's question of the scale ends. */
export const patientWords: Record<`${GlobalAssessmentScore}`, string> = { ...scaleWords, '0': 'remained the same' };

/** Stands wherever a score is shown. */
export const computedScoreSentence = 'Computed from measurements of the photographs; not an investigator’s rating.';

/** Stands wherever scores of heads are shown. */
export const provisionalScoreSentence = 'The scores of heads are provisional: where their steps begin rests on few published figures.';

export const endpointWords: Record<Change['endpoint'], { name: string; unit: string }> = {
  terminalDensityPerCm2: { name: 'Terminal hair density', unit: 'per\u00a0cm²' },
  densityPerCm2: { name: 'Hair density', unit: 'per\u00a0cm²' },
  hairCount: { name: 'Number of hairs', unit: 'hairs' },
  coverage: { name: 'Scalp covered by hair', unit: '%' },
};

const calibrationWords: Record<Calibration['method'], string> = {
  given: 'given with the photograph', fieldWidth: 'from the width of the field', scaleBar: 'from the scale bar in the photograph',
  ruler: 'from a ruler in the photograph', device: 'from the device', twoPoint: 'from two marked points',
};

/** Where a scale came from, and where in the photograph it was read. */
export function describeScaleSource({ method, device, readBetween }: Calibration): string {
  const at = ({ row, column }: Position): string => `column ${Math.round(column)}, row ${Math.round(row)}`;
  return `${calibrationWords[method]}${device === undefined ? '' : ` ${showTypedText(device)}`}${readBetween === undefined ? '' : `, read between ${at(readBetween.from)} and ${at(readBetween.to)}`}`;
}

export const exclusionWords: Record<Exclusion['reason'], string> = {
  footerStrip: 'strip along the edge', border: 'border', burnedInText: 'text in the picture', paperLabel: 'label or ruler on the skin', scaleBar: 'scale bar',
  measuringCircle: 'drawn circle', drawing: 'drawn sign or line', vignette: 'plain surround', outOfFocus: 'out of focus',
};

export const notCountedWords: Record<NonNullable<Hair['notCountedBecause']>, string> = {
  rootOutside: 'exit point outside the photograph', rootHidden: 'exit point hidden', cutShort: 'cut off by the edge of the photograph soon after its exit',
  outsideTargetArea: 'exit point outside the measured area', fragment: 'loose clipped fragment', uncertain: 'too faint a trace to be taken for a hair on this photograph alone',
  countRefused: 'the hairs of this photograph could not be counted',
};

const shapeWords: Record<TimepointResult['targetArea']['shape'], string> = {
  frame: 'whole photograph', circle: 'circle', rectangle: 'rectangle', polygon: 'outline drawn by hand',
};

const regionNames: Record<NonNullable<TimepointResult['targetArea']['region']>['name'], string> = {
  scalp: 'all of the scalp that is shown', vertex: 'the crown, proposed by the outline of the scalp', frontal: 'the front of the scalp, proposed by its outline and the forehead', drawn: 'outline drawn by hand',
};

/** What part of the photograph was measured. */
export function areaWords({ shape, region }: TimepointResult['targetArea']): string {
  if (region === undefined) return shapeWords[shape];
  return region.source === 'carried' ? `${regionNames[region.name]}, carried over from the baseline` : regionNames[region.name];
}

/** The five measures that a reader may not know, for the page's last part. */
export const glossary: readonly { term: string; meaning: string }[] = [
  { term: 'Hair density', meaning: 'Hairs that leave the skin inside the measured area, divided by the part of it that stands for those counted: where the edge of the photograph cuts hairs off they are not counted, and some lie hidden under others. That part is given beside the measured area under “How it was measured”.' },
  { term: 'Terminal and vellus hair', meaning: 'Thick and thin hair, told apart by the diameter named under “How it was measured”. “Undecided” means that the uncertainty of the diameter reaches across that limit, or that it could not be measured, as where hairs lie close together; the density and the share of terminal hair count such a hair by how likely it is terminal.' },
  { term: 'Follicular unit', meaning: 'Hairs that leave the skin together, usually one to four.' },
  { term: 'Cumulative thickness', meaning: 'All diameters added up, for one square centimetre of skin.' },
  { term: '95% interval', meaning: 'The range in which the true value most likely lies; a range made this way misses it about once in twenty times.' },
  { term: 'Smallest detectable change', meaning: 'A measured change has to be larger than this before it can be told from the scatter of repeated photographs.' },
];

/** Instead of what belongs to single hairs, for photographs of heads. */
export const headGlossary: typeof glossary = [
  { term: 'Scalp covered by hair', meaning: 'Hair divided by hair and visible scalp, inside the measured region. It says nothing of how many hairs there are or how thick they are.' },
  { term: 'Point', meaning: 'One hundredth of the region: from 40% to 45% are 5 points.' },
  ...glossary.slice(-2),
];

/** "sharpnessOfRoots", "exposure.high" → "Sharpness of roots", "Exposure high". */
export function readableName(code: string): string {
  const words = code.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[._-]+/g, ' ').trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A first letter in capitals. */
export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
