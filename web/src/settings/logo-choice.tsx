import type { VNode } from 'preact';
import type { Clinic } from '../answers.js';
import { send, uploadLogo } from '../api.js';
import { Notice } from '../notice.js';
import { useSending } from '../use-sending.js';

/** The logo above reports: shown as they show it, replaced as soon as another one is chosen. */
export function LogoChoice({ logo, onKept }: { logo: Clinic['logo']; onKept: () => void }): VNode {
  const { sending, refusal, attempt } = useSending();
  const change = (act: () => Promise<unknown>): Promise<void> => attempt(async () => {
    await act();
    onKept();
  });
  const choose = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement, file = input.files?.[0];
    if (file === undefined) return;
    await change(() => uploadLogo(file));
    input.value = '';
  };
  return (
    <section aria-labelledby="logo">
      <h2 id="logo">Logo</h2>
      {logo === null ? <p class="quiet">None yet.</p> : <p class="logo"><img src={logo.picture} width={logo.width} height={logo.height} alt="The logo as reports show it" /></p>}
      <div class="settings">
        <label>{logo === null ? 'Choose a logo' : 'Choose another one'}<input type="file" accept="image/png,image/jpeg" disabled={sending} onChange={(event) => { void choose(event); }} /></label>
        <p class="quiet small">PNG or JPEG, at most 2 MB. It is kept at once, encoded anew, and shown on white.</p>
        {logo !== null && <button type="button" class="quiet-button" disabled={sending} onClick={() => { void change(() => send('DELETE', '/api/v1/clinic/logo', {})); }}>Take the logo away</button>}
      </div>
      <p role="status">{sending ? 'Reading the logo …' : ''}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}
