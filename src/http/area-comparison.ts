import type { ComparisonRequest } from '../jobs/comparison-request.js';
import type { StudyStore } from '../study/study-store.js';
import type { SubjectFile } from '../study/subjects.js';
import { withNewestVersions } from './corrected-comparisons.js';
import type { Dependencies } from './dependencies.js';

/** The comparison of a target area's photographs, the earliest as baseline, each as it was last corrected; null for fewer than two. */
export async function comparisonOfArea(store: StudyStore, method: Dependencies['method'], { subject, areas }: SubjectFile, areaId: string): Promise<ComparisonRequest | null> {
  const area = areas.find(({ id }) => id === areaId);
  if (area === undefined) return null;
  const [baseline, ...followUps] = area.timepoints.map(({ photograph, name, date, calibration, region }, at) => ({
    photograph, name, calibration: calibration === null ? null : JSON.parse(calibration) as ComparisonRequest['baseline']['calibration'], date,
    ...(region === null || at > 0 ? {} : { region: JSON.parse(region) as NonNullable<ComparisonRequest['baseline']['region']> }),
  }));
  if (baseline === undefined || followUps.length === 0) return null;
  const holder = `study:${subject.study}`;
  return withNewestVersions(store, method, { baseline, followUps, ...(area.kind === 'closeup' ? {} : { options: { kind: area.kind } }), labels: { subject: subject.pseudonym, targetArea: area.name }, holder }, holder);
}
