import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors.js';
import { wordHintForPage } from '../../src/jobs/page-words.js';

const analysis = fileURLToPath(new URL('../../src/analysis', import.meta.url));

describe('hints beside a photograph on a page', () => {
  it('name no option of the command line, wherever an analysis or a scale is refused', () => {
    const written = readdirSync(analysis, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [...readFileSync(join(analysis, name), 'utf8').matchAll(/'([^'\n]*--[a-z][^'\n]*)'/g)].map(([, hint]) => hint!));
    const ofCodes = Object.entries(errorCodes).filter(([code]) => /^(photo|calibration|area|region)\./.test(code)).map(([, { hint }]) => hint);
    expect(written.length).toBeGreaterThan(5);
    for (const hint of [...written, ...ofCodes]) expect(wordHintForPage(hint), hint).not.toContain('--');
  });

  it('say the same in words', () => {
    expect(wordHintForPage('Give the scale with --um-per-px or --field-width-mm instead.')).toBe('Give the scale as micrometres per pixel or as the width of the field instead.');
    expect(wordHintForPage('Use the photograph as it is stored.')).toBe('Use the photograph as it is stored.');
  });
});
