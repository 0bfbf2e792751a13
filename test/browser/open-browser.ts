import type { Server } from 'node:http';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { buildPagesWhenStale } from '../../src/cli/build-pages.js';
import { listen } from '../../src/http/listen.js';
import { openTestApplication } from '../support/application.js';
import { browserPath } from './chromium.js';
import { openPage } from './open-page.js';

/** The real application with its pages, and a browser to look at them; ready once the tests of the suite run. */
export interface OpenedBrowser {
  readonly application: Awaited<ReturnType<typeof openTestApplication>>;
  readonly address: string;
  /** What the browser complained of, breaches of the policy and calls to other hosts. */
  readonly complaints: string[];
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/**
 * Opens both before the tests of a suite and closes them after; to be called inside `describe`.
 * @param fill  Puts into the new application what the tests find there, before anybody can reach it.
 */
export function useBrowser(fill: (application: OpenedBrowser['application']) => Promise<void> = () => Promise.resolve()): OpenedBrowser {
  const complaints: string[] = [];
  let application: OpenedBrowser['application'], server: Server, address: string, browser: Browser;

  beforeAll(async () => {
    await buildPagesWhenStale(() => undefined);
    application = await openTestApplication();
    await fill(application);
    ({ server, address } = await listen(application.app, '127.0.0.1', 0));
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox', '--disable-gpu', '--use-fake-device-for-media-stream'] });
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await application?.remove();
  });
  return {
    complaints,
    get application() { return application; },
    get address() { return address; },
    open: (path, options) => openPage(browser, address, path, complaints, options),
  };
}
