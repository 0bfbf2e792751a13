import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { writeMoment } from '../locale.js';

export interface Invitation { secret: string; until: string }

/** The link with which somebody chooses a password; it is shown this once. */
export function InvitationLink({ name, invitation }: { name: string; invitation: Invitation }): VNode {
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    setCopied(false);
    field.current?.focus();
  }, [invitation.secret]);
  const copy = (): void => {
    field.current?.select();
    // Without TLS browsers give no clipboard; then the marked text can be copied by hand.
    navigator.clipboard?.writeText(field.current!.value).then(() => setCopied(true), () => undefined);
  };
  return (
    <section aria-labelledby="link">
      <h2 id="link">Link for <bdi>{name}</bdi></h2>
      <p>Whoever opens it chooses the password, once, until {writeMoment(invitation.until)}. Hand it over yourself; it is not shown again.</p>
      <div class="add">
        <label>Link<input ref={field} class="link-field" readOnly value={`${location.origin}/join#${encodeURIComponent(name)}:${invitation.secret}`} onFocus={(event) => event.currentTarget.select()} /></label>
        <button type="button" onClick={copy}>Copy</button>
      </div>
      <p role="status">{copied ? 'Copied.' : ''}</p>
    </section>
  );
}
