import type { Request, Response } from 'express';
import { sessionLimits } from './sessions.js';
import type { Site } from './site.js';

/** With TLS the name has the prefix by which browsers make sure that no other host and no plain connection has set it. */
const nameOf = ({ isSecure }: Site): string => (isSecure ? '__Host-trichoscore' : 'trichoscore');

/** The secret of the session in a request; null without one. */
export function readSessionCookie(request: Request, site: Site): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === nameOf(site) && value !== undefined && value !== '') return value;
  }
  return null;
}

/** Out of reach of scripts, and sent by pages of this origin only. */
export function setSessionCookie(response: Response, site: Site, secret: string): void {
  response.cookie(nameOf(site), secret, { httpOnly: true, sameSite: 'strict', secure: site.isSecure, path: '/', maxAge: sessionLimits.wholeMs });
}

export function clearSessionCookie(response: Response, site: Site): void {
  response.clearCookie(nameOf(site), { httpOnly: true, sameSite: 'strict', secure: site.isSecure, path: '/' });
}
