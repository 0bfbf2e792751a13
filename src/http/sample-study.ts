import { versionsOf } from '../jobs/method-parts.js';
import { addSampleStudy, type SampleProgress } from '../jobs/sample/add-sample-study.js';
import { comparisonId, queueComparison } from '../study/comparisons.js';
import type { Person } from '../study/person.js';
import { findSubject } from '../study/subjects.js';
import { comparisonOfArea } from './area-comparison.js';
import type { Dependencies } from './dependencies.js';
import { largestQueue } from './routes/comparisons.js';

/** A study of simulated men: its id, and the comparison that each man waits for. */
export interface StartedSample { readonly study: string; readonly comparisons: readonly { readonly pseudonym: string; readonly id: string }[] }

/**
 * Adds the sample study and puts its comparisons into the queue.
 * @throws AnalysisError `request.conflict` when it is there already.
 */
export async function startSampleStudy({ store, reader, jobs, method }: Dependencies, person: Person, quick: boolean, tell?: (progress: SampleProgress) => void): Promise<StartedSample> {
  const { study, areas } = await addSampleStudy(store, reader, person, quick, tell), comparisons = [];
  for (const { subject, pseudonym, area } of areas) {
    const asked = (await comparisonOfArea(store, method, (await findSubject(store, subject))!, area))!, id = comparisonId(asked, method);
    await queueComparison(store, person.name, id, asked, largestQueue, `study:${study}`, undefined, versionsOf(method));
    comparisons.push({ pseudonym, id });
  }
  jobs.wake();
  return { study, comparisons };
}
