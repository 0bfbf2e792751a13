import type { ComparisonRequest } from '../jobs/comparison-request.js';
import type { SubjectFile } from '../study/subjects.js';

/** The comparison of a target area's photographs, the earliest as baseline; null for fewer than two. */
export function comparisonOfArea({ subject, areas }: SubjectFile, areaId: string): ComparisonRequest | null {
  const area = areas.find(({ id }) => id === areaId);
  if (area === undefined) return null;
  const [baseline, ...followUps] = area.timepoints.map(({ photograph, name, date, calibration }) => ({
    photograph, name, calibration: calibration === null ? null : JSON.parse(calibration) as ComparisonRequest['baseline']['calibration'], date,
  }));
  if (baseline === undefined || followUps.length === 0) return null;
  return { baseline, followUps, labels: { subject: subject.pseudonym, targetArea: area.name } };
}
