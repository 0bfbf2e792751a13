import type { ComparisonRequest } from '../jobs/comparison-request.js';
import { fingerprintOf } from '../jobs/run-comparison.js';
import { newestVersion } from '../study/corrections.js';
import type { StudyStore } from '../study/study-store.js';
import type { SubjectFile } from '../study/subjects.js';
import type { Dependencies } from './dependencies.js';

type Method = Dependencies['method'];

/** The comparison of a target area's photographs, the earliest as baseline, each as it was last corrected; null for fewer than two. */
export async function comparisonOfArea(store: StudyStore, method: Method, { subject, areas }: SubjectFile, areaId: string): Promise<ComparisonRequest | null> {
  const area = areas.find(({ id }) => id === areaId);
  if (area === undefined) return null;
  const holder = `study:${subject.study}`;
  const [baseline, ...followUps] = await Promise.all(area.timepoints.map(async ({ photograph, name, date, calibration }) => {
    const entry = { photograph, name, calibration: calibration === null ? null : JSON.parse(calibration) as ComparisonRequest['baseline']['calibration'], date };
    const version = await newestVersion(store, { fingerprint: fingerprintOf(entry, {}, method), holder });
    return version === 1 ? entry : { ...entry, version };
  }));
  if (baseline === undefined || followUps.length === 0) return null;
  return { baseline, followUps, labels: { subject: subject.pseudonym, targetArea: area.name }, holder };
}
