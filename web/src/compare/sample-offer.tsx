import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { addSampleStudy, toRefusal } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';

/** For whoever has no photographs at hand: a study of simulated men, to try everything with. */
export function SampleOffer(): VNode {
  const [making, setMaking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const make = async (): Promise<void> => {
    setMaking(true);
    setRefusal(null);
    try {
      goTo(`/studies/${(await addSampleStudy()).study}`);
    } catch (error) {
      setRefusal(toRefusal(error));
      setMaking(false);
    }
  };
  return (
    <section class="sample" aria-labelledby="sample">
      <h2 id="sample">No photographs at hand?</h2>
      <p>A sample study shows what the program does: four simulated men, photographed at 0, 6, 12 and 26 weeks and 18 months, with their treatments.</p>
      <p><button type="button" disabled={making} onClick={() => { void make(); }}>{making ? 'Photographing four simulated men …' : 'Try with a sample study'}</button></p>
      <p role="status" class="quiet">{making ? 'This takes about a minute. The study opens by itself; its photographs are measured meanwhile.' : ''}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}
