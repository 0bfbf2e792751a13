import { createHash, randomBytes } from 'node:crypto';
import { AnalysisError } from '../errors.js';

/** 32 MiB and three passes of argon2id: above what OWASP asks for at least, and some tens of milliseconds here. */
const cost = { memoryCost: 32 * 1024, timeCost: 3, parallelism: 1 } as const;

export const passwordLength = { shortest: 12, longest: 200 } as const;

/** @throws AnalysisError `request.invalid` with what is wrong; no rules about kinds of letters, which make passwords worse. */
export function checkPassword(password: string, name: string): void {
  const refuse = (message: string): never => { throw new AnalysisError('request.invalid', message, { hint: 'Take several words that do not belong together.' }); };
  const plain = password.toLowerCase();
  if ([...password].length < passwordLength.shortest) refuse(`The password has fewer than ${passwordLength.shortest} characters.`);
  if ([...password].length > passwordLength.longest) refuse(`The password has more than ${passwordLength.longest} characters.`);
  if (new Set(plain).size < 6) refuse('The password repeats the same few characters.');
  if (plain.includes(name.toLowerCase()) || /trichoscore|passwor[dt]|qwert[yz]uiop|1234567/.test(plain)) refuse('The password holds the name or a word that is tried first.');
}

/** argon2id with its own salt, as text. */
export async function hashPassword(password: string): Promise<string> {
  const { hash } = await import('@node-rs/argon2');
  return hash(password.normalize('NFC'), cost);
}

/** Computed against when there is no such account, so that the answer takes as long. */
let nobody: Promise<string> | null = null;

/** @param kept  null when there is no password to compare with; the answer is then false. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const { verify } = await import('@node-rs/argon2');
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const right = await verify(kept ?? await nobody, password.normalize('NFC'));
  return right && kept !== null;
}

/** A secret word of 256 bits for a cookie or a link. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret word: enough to know it again, not to use it. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
