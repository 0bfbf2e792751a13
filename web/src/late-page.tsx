import type { FunctionComponent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Notice } from './notice.js';

const unreachable = { code: 'page.missing', message: 'This page could not be fetched.', hint: 'The program may have been stopped, or replaced by a newer one. Load the page again when it runs.' };

/**
 * A page whose script is fetched when it is first gone to: the first page does not wait for all of them.
 * @param fetchPage  An `import()`; asked once, unless it fails.
 */
export function latePage<Props extends object>(fetchPage: () => Promise<FunctionComponent<Props>>): FunctionComponent<Props> {
  let fetched: FunctionComponent<Props> | null = null;
  return function LatePage(props: Props): VNode {
    const [Page, setPage] = useState<FunctionComponent<Props> | null>(() => fetched), [hasFailed, setFailed] = useState(false);
    useEffect(() => {
      if (Page !== null) return;
      let current = true;
      fetchPage().then((page) => {
        fetched = page;
        if (current) setPage(() => page);
      }, () => { if (current) setFailed(true); });
      return () => { current = false; };
    }, []);
    if (Page !== null) return <Page {...props} />;
    // Not every browser asks again for a script that did not come, until the page is loaded anew.
    if (hasFailed) return <><Notice refusal={unreachable} /><p><button type="button" onClick={() => location.reload()}>Load the page again</button></p></>;
    return <p class="loading" role="status">Loading …</p>;
  };
}
