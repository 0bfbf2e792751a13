import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Clinic } from '../answers.js';
import { send, uploadLogo } from '../api.js';
import { Notice } from '../notice.js';
import { useSending } from '../use-sending.js';

/** The logo above reports: shown as they show it, replaced as soon as another one is chosen. */
export function LogoChoice({ kept: { logo, logoEtag }, onKept }: { kept: Clinic; onKept: () => void }): VNode {
  const { sending, refusal, attempt } = useSending();
  // Somebody else was quicker: theirs is shown then, and the next choice takes its place.
  useEffect(() => { if (refusal?.code === 'request.outdated') onKept(); }, [refusal]);
  const [said, setSaid] = useState(''), field = useRef<HTMLInputElement>(null), hadLogo = useRef(logo !== null);
  useEffect(() => {
    // The button that took it away is gone with it. Where somebody else took it away, the focus stays where it is.
    if (hadLogo.current && logo === null && document.activeElement === document.body) field.current?.focus();
    hadLogo.current = logo !== null;
  }, [logo]);
  const change = (act: () => Promise<unknown>, done: string): Promise<void> => attempt(async () => {
    setSaid('');
    await act();
    setSaid(done);
    onKept();
  });
  const choose = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement, file = input.files?.[0];
    if (file === undefined) return;
    await change(() => uploadLogo(file, logoEtag), 'The logo is kept.');
    input.value = '';
  };
  return (
    <section aria-labelledby="logo">
      <h2 id="logo">Logo</h2>
      {logo === null ? <p class="quiet">None yet.</p> : <p class="logo"><img src={logo.picture} width={logo.width} height={logo.height} alt="The logo as reports show it" /></p>}
      <div class="settings">
        <label>{logo === null ? 'Choose a logo' : 'Choose another one'}<input ref={field} type="file" accept="image/png,image/jpeg" disabled={sending} onChange={(event) => { void choose(event); }} /></label>
        <p class="quiet small">PNG or JPEG, at most 2 MB. It is kept at once, encoded anew, and shown on white.</p>
        {logo !== null && <button type="button" class="quiet-button" disabled={sending} onClick={() => { void change(() => send('DELETE', '/api/v1/clinic/logo', {}, { 'If-Match': logoEtag }), 'The logo is taken away.'); }}>Take the logo away</button>}
      </div>
      <p role="status">{sending ? 'One moment …' : said}</p>
      {refusal !== null && <Notice refusal={refusal.code === 'request.outdated' ? { ...refusal, hint: 'It is shown above as it is now. Choose again to change it.' } : refusal} />}
    </section>
  );
}
