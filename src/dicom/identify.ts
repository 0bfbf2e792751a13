import { createHash } from 'node:crypto';

/**
 * A DICOM unique identifier made of what it names, so that the same trial gives the same objects and no other does.
 * @returns `2.25.` and a 128-bit number in decimal (DICOM PS3.5, annex B.2), at most 44 characters.
 */
export function identify(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  return `2.25.${BigInt(`0x${hash}`)}`;
}

/** A pseudonym or name as DICOM takes it: 64 characters, none of those that separate values and parts of names. */
export function asShortText(text: string): string {
  return [...text.replace(/[\\^=\p{Cc}]/gu, '_')].slice(0, 64).join('');
}

/** As `asShortText`, and different for different pseudonyms: one that had to be changed ends with eight digits of its hash, so that no two persons become one. */
export function asPersonIdentifier(pseudonym: string): string {
  const short = asShortText(pseudonym);
  return short === pseudonym ? short : `${[...short].slice(0, 55).join('')}~${createHash('sha256').update(pseudonym).digest('hex').slice(0, 8)}`;
}

/** 2026-11-21 → 20261121; empty stays empty. */
export function asDate(day: string): string {
  return day.slice(0, 10).replaceAll('-', '');
}
