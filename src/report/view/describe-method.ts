import type { FollowUpResult, Method, ProgressResult, TimepointResult } from '../../domain/result.js';
import type { Visit } from './describe-visits.js';
import type { NumberFormats } from './number-formats.js';
import { bandStartsPercent, coverageBandStarts, smallestStepsPerCm2 } from './band-starts.js';
import { areaWords, describeScaleSource, readableName } from './terms.js';
import { showTypedText } from './typed-text.js';

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Hashes and the like, set in a fixed-width face. */
  readonly literal?: true;
}

export interface MethodView {
  /** What was used, once for all photographs that share it. */
  readonly methods: readonly { readonly heading: string; readonly facts: readonly Fact[] }[];
  readonly photographs: readonly { readonly heading: string; readonly facts: readonly Fact[] }[];
  readonly comparisons: readonly { readonly heading: string; readonly facts: readonly Fact[] }[];
  /** Said when the photographs were not all measured in the same way. */
  readonly warning: string | null;
}

export const terminalLimitLabel = 'Limit between vellus and terminal';

const namedOptions: Record<string, string> = {
  terminalThresholdUm: terminalLimitLabel, countingRule: 'Counting rule', hairProbabilityThreshold: 'Least hair probability',
  wornModelSha256: 'sha256 of the model for things worn', hiddenSharePer100PerCm2: 'Hairs hidden under others, at 100 per\u00a0cm²',
};

function optionFact(name: string, value: unknown, formats: NumberFormats): Fact {
  const label = namedOptions[name] ?? readableName(showTypedText(name));
  if (name === 'terminalThresholdUm') return { label, value: `${formats.significant(value as number, 4)}\u00a0µm` };
  if (name === 'hiddenSharePer100PerCm2' && typeof value === 'number') return { label, value: formats.percent(100 * value, 1) };
  if (typeof value === 'number') return { label, value: name.endsWith('Um') ? `${value}\u00a0µm` : String(value) };
  if (typeof value === 'boolean') return { label, value: value ? 'yes' : 'no' };
  if (value === null || value === undefined) return { label, value: 'not set' };
  return { label, value: showTypedText(typeof value === 'string' ? value : JSON.stringify(value)) };
}

function methodFacts(method: Method, ofHeads: boolean, formats: NumberFormats): Fact[] {
  const { terminalThresholdUm, countingRule, hairProbabilityThreshold, ...others } = method.options, ofHairs = ofHeads ? {} : { terminalThresholdUm, hairProbabilityThreshold };
  return [
    { label: 'Method version', value: showTypedText(method.version) },
    { label: 'Model', value: showTypedText(method.model.name) },
    { label: 'Model sha256', value: showTypedText(method.model.sha256), literal: true },
    { label: 'Runtime', value: method.model.runtime },
    ...Object.entries({ countingRule, ...ofHairs, ...others }).map(([name, value]) => optionFact(name, value, formats)),
  ];
}

function photographFacts(result: TimepointResult, visit: Visit, formats: NumberFormats): Fact[] {
  const { calibration, photo, targetArea } = result;
  return [
    { label: 'File', value: visit.photoName },
    { label: 'File sha256', value: showTypedText(photo.sha256), literal: true },
    { label: 'Size', value: `${formats.number(photo.width)} × ${formats.number(photo.height)} pixels` },
    { label: 'Taken', value: visit.date ?? 'not known' },
    calibration === null ? { label: 'Scale', value: result.kind === 'global' ? 'none: a head is shown at many scales at once' : 'not known' } : {
      label: 'Scale',
      value: `${formats.significant(calibration.micrometresPerPixel, 4)}\u00a0µm per pixel, ${describeScaleSource(calibration)}, ± ${formats.percent(calibration.relativeUncertainty * 100, 1)} (one standard deviation; doubled in a density)`,
    },
    { label: 'Target area', value: `${areaWords(targetArea)}${targetArea.areaCm2 === null ? '' : `, ${formats.significant(targetArea.areaCm2, 3)}\u00a0cm² measured`}${targetArea.countingAreaCm2 == null ? '' : `, of which ${formats.significant(targetArea.countingAreaCm2, 3)}\u00a0cm² stand for the counted hairs`}` },
  ];
}

const alignmentWords = { none: 'none', constellation: 'by the constellation of exit points', head: 'by spots, outline and details of the head' } as const;

function comparisonFacts({ change, globalAssessment, registration }: FollowUpResult, formats: NumberFormats): Fact[] {
  const facts: Fact[] = [{ label: 'Alignment', value: alignmentWords[registration.method] }];
  if (registration.matchedHairs !== null) facts.push({ label: 'Matched hairs', value: formats.number(registration.matchedHairs) });
  if (registration.overlapShare !== null) facts.push({ label: 'Shared area', value: formats.percent(registration.overlapShare * 100) });
  if (registration.residualUm !== null) facts.push({ label: 'Residual of the alignment', value: `${formats.number(registration.residualUm)}\u00a0µm` });
  if (change !== null) {
    facts.push(change.logRatio === null
      ? { label: 'Standard error of the change', value: `${formats.number(change.standardError, 2)} percentage points` }
      : { label: 'Logarithm of after ÷ before', value: `${formats.signed(change.logRatio, 3)}, standard error ${formats.number(change.standardError, 3)}` });
  }
  if (registration.head !== undefined) {
    const { rotationDegrees, scaleRatio, outlineAgreement, detailAgreement } = registration.head;
    facts.push({ label: 'Turn and size of the head', value: `${formats.number(rotationDegrees, 1)}°, × ${formats.significant(scaleRatio, 3)} in pixels` });
    facts.push({ label: 'Agreement of outlines and details', value: `${formats.percent(100 * outlineAgreement)}, ${formats.percent(100 * detailAgreement)}` });
  }
  if (globalAssessment?.provisional === true) {
    facts.push({ label: 'Scale', value: `provisional: steps at ${coverageBandStarts.map((start) => formats.number(start, 2)).join(', ')} points of coverage` });
  } else if (globalAssessment !== null) {
    const bands = bandStartsPercent[globalAssessment.preset].map((start) => formats.percent(start)).join(', ');
    facts.push({
      label: 'Scale', value: `preset “${globalAssessment.preset}”: steps at ${bands} increase and the same ratios downwards; a score of 1, 2 or 3 also needs ${smallestStepsPerCm2.map((step) => formats.number(step)).join(', ')} hairs per\u00a0cm²`,
    });
  }
  return facts;
}

/** Everything that another site needs to repeat the figures. */
export function describeMethod(progress: ProgressResult, visits: readonly Visit[], formats: NumberFormats): MethodView {
  const results = [progress.baseline, ...progress.followUps.map((followUp) => followUp.measurement)];
  const byMethod = new Map<string, { method: Method; ofHeads: boolean; names: string[] }>();
  for (const [index, { method, kind }] of results.entries()) {
    const key = JSON.stringify(method);
    const group = byMethod.get(key) ?? { method, ofHeads: kind === 'global', names: [] };
    group.names.push(visits[index]!.name);
    byMethod.set(key, group);
  }
  return {
    methods: [...byMethod.values()].map(({ method, ofHeads, names }) => ({
      heading: byMethod.size === 1 ? 'All photographs' : names.join(', '), facts: methodFacts(method, ofHeads, formats),
    })),
    photographs: results.map((result, index) => ({ heading: visits[index]!.name, facts: photographFacts(result, visits[index]!, formats) })),
    comparisons: progress.followUps.map((followUp, index) => ({
      heading: progress.followUps.length === 1 ? 'Comparison' : `Comparison: ${visits[index + 1]!.name}`, facts: comparisonFacts(followUp, formats),
    })),
    warning: byMethod.size === 1 ? null : 'The photographs were not all measured with the same method; part of a difference may come from that.',
  };
}
