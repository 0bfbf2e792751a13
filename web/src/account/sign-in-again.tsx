import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusHeading } from '../heading-focus.js';
import { SignInPage } from './sign-in-page.js';

/** Signing in again over the page when a session has ended: what was not kept yet stays on it, and nothing of it can be seen meanwhile. */
export function SignInAgain({ name, onSignedIn }: { name: string; onSignedIn: () => void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current!, { title } = document;
    shown.showModal();
    return () => {
      shown.close();
      // What was pressed may have been disabled meanwhile, and nothing has the focus then.
      if (document.activeElement === document.body) focusHeading();
      document.title = title;
    };
  }, []);
  return (
    <dialog ref={dialog} class="sign-in-again" aria-label="Sign in again" onCancel={(event) => event.preventDefault()} onClose={() => dialog.current?.showModal()}>
      <p>The session has ended. After signing in again the page is as it was; for anybody else it begins anew.</p>
      <SignInPage name={name} onSignedIn={onSignedIn} />
    </dialog>
  );
}
