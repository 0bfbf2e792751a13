import type { VNode } from 'preact';
import type { ReportView } from '../../../src/report/view-model.js';

/** By which limit hairs are called terminal, by which rule they are counted, at which scale and by which method: what figures mean nothing without, closed until asked for. */
export function HowMeasured({ method: { methods, comparisons, photographs, warning } }: { method: ReportView['method'] }): VNode {
  return (
    <section aria-labelledby="method">
      <h2 id="method">How it was measured</h2>
      {warning !== null && <p class="care">{warning}</p>}
      <details class="extras"><summary>Limits, counting rule, scales, method and network</summary>
        {[...methods, ...comparisons, ...photographs].map(({ heading, facts }) => (
          <div key={heading}>
            <h3><bdi>{heading}</bdi></h3>
            <dl class="about">{facts.map(({ label, value, literal }) => <div key={label}><dt><bdi>{label}</bdi></dt><dd>{literal === true ? <code class="hash">{value}</code> : <bdi>{value}</bdi>}</dd></div>)}</dl>
          </div>
        ))}
      </details>
    </section>
  );
}
