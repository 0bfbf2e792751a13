import type { Page } from 'playwright-core';

/**
 * Takes requests of a page that is already open. `page.route` alone comes back before the page's own process knows of it, and on a busy machine
 * the next request still goes its old way: so it waits until a request of the page has been seen to be taken.
 */
export async function routeNow(page: Page, ...[address, handler, options]: Parameters<Page['route']>): Promise<void> {
  await page.route(address, handler, options);
  const probe = '**/icon.svg';
  let taken = false;
  await page.route(probe, async (route) => { taken = true; await route.continue(); });
  while (!taken) await page.evaluate('fetch("/icon.svg", { cache: "no-store" }).then(() => undefined)');
  await page.unroute(probe);
}
