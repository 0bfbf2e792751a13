import type { VNode } from 'preact';
import type { ComparisonProgress } from '../../../src/jobs/run-comparison.js';
import type { Comparison } from '../answers.js';

const stageWords: Record<ComparisonProgress['stage'], string> = {
  reading: 'is being read', finding: 'is searched for hair', measuring: 'is being measured', comparing: 'is compared with the first',
};
const steps = ['reading', 'finding', 'measuring'];

/** How many comparisons come first, or which photograph of how many is at which step. */
export function HowFar({ of: { progress, ahead } }: { of: Pick<Comparison, 'progress' | 'ahead'> }): VNode {
  const done = progress === null ? undefined : (progress.photograph - 1) * steps.length + (progress.stage === 'comparing' ? steps.length : steps.indexOf(progress.stage));
  return (
    <>
      <progress max={(progress?.of ?? 2) * steps.length + 1} value={done} aria-label="Progress of the measurement" />
      <p role="status">{progress !== null ? `Photograph ${progress.photograph} of ${progress.of} ${stageWords[progress.stage]}.` : ahead === null ? 'It begins.' : ahead === 0 ? 'Its turn is next.' : `Waiting for its turn: ${ahead === 1 ? 'one comparison comes' : `${ahead} comparisons come`} first.`}</p>
    </>
  );
}
