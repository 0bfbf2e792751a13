import type { VNode } from 'preact';
import type { ReportView } from '../../../src/report/view-model.js';

/** What the photographs themselves allow: their checks, failed ones first, and what was left out. */
export function PhotographChecks({ view }: { view: ReportView }): VNode {
  return (
    <section aria-labelledby="quality">
      <h2 id="quality">Quality of the photographs</h2>
      <div class="columns">
        {view.quality.map(({ visit, photoName, summary, checks, leftOut, remarks }) => (
          <div key={visit}>
            <h3><bdi>{visit}</bdi> <span class="quiet"><bdi>{photoName}</bdi></span></h3>
            <p>{summary}</p>
            <ul class="checks">
              {checks.map(({ name, passed, message }) => (
                <li key={name} class={passed ? 'passed' : 'failed'}><span class="mark" aria-hidden="true">{passed ? '✓' : '!'}</span><span><strong>{name}</strong>{passed ? '' : ' not passed'}: {message}</span></li>
              ))}
            </ul>
            {leftOut !== null && <p>{leftOut}</p>}
            {remarks.map((remark) => <p key={remark}>{remark}</p>)}
          </div>
        ))}
      </div>
    </section>
  );
}
