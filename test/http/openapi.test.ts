import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { describeInterface } from '../../src/http/openapi.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the description of the interface for programs', () => {
  it('in docs/openapi.json is the one that the service gives (npm run write:openapi renews it)', () => {
    const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as { version: string };
    expect(JSON.parse(readFileSync(`${root}/docs/openapi.json`, 'utf8'))).toEqual(JSON.parse(JSON.stringify(describeInterface(version))));
  });
});
