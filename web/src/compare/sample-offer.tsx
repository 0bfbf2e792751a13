import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { addSampleStudy } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { useSending } from '../use-sending.js';

/** For whoever has no photographs at hand: a study of simulated men, to try everything with. */
export function SampleOffer(): VNode {
  const { sending: making, refusal, attempt } = useSending();
  // Whoever has gone on meanwhile, to another page or with photographs of their own, is left where they are; the study stands under Studies then.
  const isHere = useRef(true);
  useEffect(() => () => { isHere.current = false; }, []);
  const make = (): Promise<void> => attempt(async () => {
    const { study } = await addSampleStudy();
    if (isHere.current) goTo(`/studies/${study}`);
  });
  return (
    <section class="sample" aria-labelledby="sample">
      <h2 id="sample">No photographs at hand?</h2>
      <p>A sample study shows what the program does: four simulated men, photographed at 0, 6, 12 and 26 weeks and 18 months, with their treatments.</p>
      <p><button type="button" disabled={making} onClick={() => { void make(); }}>{making ? 'Photographing four simulated men …' : 'Try with a sample study'}</button></p>
      <p role="status" class="quiet">{making ? 'This takes a minute, or a few on a slow machine. The study opens by itself, or stands under Studies if you go on meanwhile; its photographs are measured then.' : ''}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}
