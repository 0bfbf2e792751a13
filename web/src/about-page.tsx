import type { VNode } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import { SessionContext } from './account/session.js';
import { Notice } from './notice.js';
import { useLoaded } from './study/use-loaded.js';
import { WhereKept } from './where-kept.js';

interface About { version: string; methodVersion: string; headMethodVersion: string; models: { name: string; sha256: string }[] }

const modelWords: Record<string, string> = { closeup: 'Network for close-ups', global: 'Network for heads' };

/** What measures here: a result can be repeated with the same version, method and networks. */
export function AboutPage(): VNode {
  const { answer, refusal } = useLoaded<About>('/api/v1/about');
  const isOnlyPerson = useContext(SessionContext)?.person?.role === 'local';
  useEffect(() => { document.title = 'About – trichoscore'; }, []);
  return (
    <>
      <h1>About trichoscore</h1>
      <p>It measures and documents change of hair in photographs. It is not a diagnosis and recommends no treatment. The score is computed; it is not an investigator’s rating.</p>
      {refusal !== null && <Notice refusal={refusal} />}
      {answer !== null && (
        <dl class="about">
          <div><dt>Version of the program</dt><dd>{answer.version}</dd></div>
          <div><dt>Method for close-ups</dt><dd>{answer.methodVersion}</dd></div>
          <div><dt>Method for heads</dt><dd>{answer.headMethodVersion}</dd></div>
          {answer.models.map(({ name, sha256 }) => <div key={name}><dt>{modelWords[name] ?? name}, sha256</dt><dd><code class="hash">{sha256}</code></dd></div>)}
        </dl>
      )}
      <p>Every result and report names the method and the network that it was measured with. <code>trichoscore qualify</code> checks on known phantoms that this installation measures as it should.</p>
      <p><a href="/api/openapi.json">The interface for programs</a> (OpenAPI)</p>
      {isOnlyPerson && <WhereKept />}
    </>
  );
}
