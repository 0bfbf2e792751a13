import type { RequestHandler } from 'express';
import type { StudyStore } from '../study/study-store.js';
import { countJobs } from '../study/leases.js';
import { matchRoute } from './match-route.js';

/** Upper ends of the classes of answering times, seconds. */
const classes = [0.05, 0.2, 1, 5, 30] as const;

/** Counts of what this server answered, for Prometheus. No id, no name and no address of anybody is in them: routes are named by their pattern. */
export interface Metrics {
  /** Counts each answer. */
  readonly count: RequestHandler;
  /** In Prometheus' text form, with where the queue stands. */
  describe(): Promise<string>;
}

export function createMetrics(store: StudyStore, version: string): Metrics {
  const answers = new Map<string, number>(), times = classes.map(() => 0);
  let total = 0, seconds = 0;
  return {
    count: (request, response, next) => {
      const began = performance.now(), { method } = request, route = matchRoute(method, request.path)?.pattern ?? 'other';
      response.once('finish', () => {
        const took = (performance.now() - began) / 1000, labels = `method="${['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method) ? method : 'other'}",route="${route}",status="${response.statusCode}"`;
        answers.set(labels, (answers.get(labels) ?? 0) + 1);
        total += 1;
        seconds += took;
        for (const [at, end] of classes.entries()) if (took <= end) times[at] += 1;
      });
      next();
    },
    describe: async () => {
      const { states, oldestWaitSeconds } = await countJobs(store);
      return [
        '# HELP trichoscore_info The version that runs.', '# TYPE trichoscore_info gauge', `trichoscore_info{version="${version}"} 1`,
        '# HELP trichoscore_answers_total Answers by route and status.', '# TYPE trichoscore_answers_total counter', ...[...answers].map(([labels, number]) => `trichoscore_answers_total{${labels}} ${number}`),
        '# HELP trichoscore_answer_seconds How long answers took.', '# TYPE trichoscore_answer_seconds histogram',
        ...classes.map((end, at) => `trichoscore_answer_seconds_bucket{le="${end}"} ${times[at]}`), `trichoscore_answer_seconds_bucket{le="+Inf"} ${total}`,
        `trichoscore_answer_seconds_sum ${seconds.toFixed(3)}`, `trichoscore_answer_seconds_count ${total}`,
        '# HELP trichoscore_jobs Comparisons by state.', '# TYPE trichoscore_jobs gauge', ...states.map(({ state, jobs }) => `trichoscore_jobs{state="${state}"} ${jobs}`),
        '# HELP trichoscore_oldest_wait_seconds How long the oldest waiting comparison waits.', '# TYPE trichoscore_oldest_wait_seconds gauge', `trichoscore_oldest_wait_seconds ${oldestWaitSeconds}`,
        '# HELP process_resident_memory_bytes Memory of this process.', '# TYPE process_resident_memory_bytes gauge', `process_resident_memory_bytes ${process.memoryUsage.rss()}`, '',
      ].join('\n');
    },
  };
}
