import { createHash } from 'node:crypto';
import { Markup, markup } from '../markup.js';

export interface PageHead {
  readonly title: string;
  /** The whole style sheet; the only one that the page may use. */
  readonly style: string;
  /** Whether pictures are embedded as `data:` addresses. */
  readonly pictures: boolean;
  /** A page about people: readable on dark screens, found by no search engine, and what it links to does not learn of it. */
  readonly aboutPeople: boolean;
}

/**
 * The beginning of a self-contained page, up to its body. Its content security policy forbids scripts, other hosts, forms, and every style
 * but the one given.
 */
export function openPage({ title, style, pictures, aboutPeople }: PageHead): Markup {
  const styleHash = createHash('sha256').update(style, 'utf8').digest('base64');
  const policy = `default-src 'none'; ${pictures ? 'img-src data:; ' : ''}style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  const forPeople = markup`<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${aboutPeople ? forPeople : null}<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
`;
}
