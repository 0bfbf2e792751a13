import type { AreaResult } from '../../domain/trial-result.js';
import type { NumberFormats } from '../view/number-formats.js';
import { showTypedText } from '../view/typed-text.js';
import type { TrialPart } from './trial-part.js';
import { digitsOf, isRefused, notGiven } from './trial-words.js';

const measureWords: Record<string, [string, number]> = {
  hair_count: ['Hairs counted', 1], terminal_count: ['Terminal hairs counted', 1], vellus_count: ['Vellus hairs counted', 1], density_per_cm2: ['Hair density, per cm²', 1],
  terminal_density_per_cm2: ['Terminal hair density, per cm²', 1], mean_diameter_um: ['Mean diameter, µm', 1], cumulative_thickness_mm_per_cm2: ['Cumulative thickness, mm per cm²', 2], coverage: ['Coverage', 3],
};

export function measuresPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const given = Object.keys(measureWords).filter((column) => area.measures.some(({ arms }) => arms.some(({ measures }) => measures[column].n > 0)));
  return {
    key: 'measures', title: 'What was measured', sentences: ['Every photograph of a planned visit by itself, the baseline included; mean ± standard deviation (number of photographs).'],
    tables: [{
      caption: 'Measurements by visit and arm', columns: ['Visit, arm', ...given.map((column) => measureWords[column][0])],
      rows: area.measures.flatMap(({ visit, arms }) => arms.map(({ arm, measures }) => [`${showTypedText(visit)}, ${showTypedText(arm)}`, ...given.map((column) => {
        const { n, mean, standardDeviation } = measures[column];
        const digits = measureWords[column][1];
        return mean === null ? notGiven : `${formats.number(mean, digits)}${standardDeviation === null ? '' : ` ± ${formats.number(standardDeviation, digits)}`} (${n})`;
      })])),
    }],
  };
}

export function planPart(area: AreaResult, formats: NumberFormats): TrialPart {
  const key = 'plan', title = 'The next trial', { samplePlan: plan } = area;
  if (isRefused(plan)) return { key, title, sentences: [`Not given. ${plan.refused}`], tables: [] };
  const digits = digitsOf(area);
  const number = (value: number | null): string => (value === null ? notGiven : formats.number(value));
  return {
    key, title,
    sentences: [
      `Standard deviation ${plan.source}: ${formats.number(plan.standardDeviation, digits)} ${area.unit} (95% interval ${formats.number(plan.standardDeviationInterval95[0], digits)} to ${formats.number(plan.standardDeviationInterval95[1], digits)}). Missing at that visit here: ${formats.percent(100 * plan.dropOutShare)}.`,
      `Two arms of equal size, two-sided 5 %, t test${plan.source.includes('covariance') ? ' of the difference adjusted for the baseline, which takes a degree of freedom' : ''}. The last column takes the upper end of the standard deviation’s interval: the careful choice after a small trial.`,
    ],
    tables: [{
      caption: 'Subjects per arm', columns: ['Difference to be seen', 'Power', 'Measured at the end', 'Enrolled, with this drop-out', 'Measured, careful'],
      rows: plan.rows.map((row) => [`${formats.number(row.difference, row.difference % 1 === 0 ? 0 : digits)} ${area.unit}`, formats.percent(100 * row.power), number(row.measuredPerArm), number(row.enrolledPerArm), number(row.measuredPerArmAtUpperSd)]),
    }],
  };
}
