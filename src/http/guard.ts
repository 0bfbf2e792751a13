import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { AnalysisError } from '../errors.js';
import type { Site } from './site.js';

/**
 * Answers only to its own names, and takes changes only from its own pages: a foreign page that the browser shows could
 * otherwise reach the service by its address, or by a name that it points here (DNS rebinding), and act with the session of whoever looks at it. A link elsewhere, in a message say, may lead to a page of
 * this one: the session is not sent along, and nobody may frame the page.
 */
export function guardOrigin({ isSecure, answersTo }: Site): RequestHandler {
  return (request, _response, next) => {
    const [host = '', ...further] = request.headersDistinct.host ?? [];
    // A proxy may go by one of them and this service by the other (RFC 9112, 3.2).
    if (further.length > 0) return next(new AnalysisError('request.invalid', 'The request names its host more than once.'));
    const name = host.replace(/:\d+$/, '').toLowerCase();
    if (!answersTo(name)) return next(new AnalysisError('request.foreign', 'This address does not belong to the application.'));
    const { origin } = request.headers, from = request.headers['sec-fetch-site'];
    const isChange = !['GET', 'HEAD'].includes(request.method);
    const followsLink = !isChange && request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document' && !/^\/+api(\/|$)/i.test(request.path);
    const fromElsewhere = (origin !== undefined && origin !== `${isSecure ? 'https' : 'http'}://${host}`) || (from === 'cross-site' && !followsLink) || (isChange && from === 'same-site');
    if (fromElsewhere) return next(new AnalysisError('request.foreign', 'This request comes from a page of another origin.'));
    next();
  };
}

/** What browsers lend to pages that ask; no page of ours needs it but for what is named. */
const lent = ['camera', 'microphone', 'display-capture', 'geolocation', 'payment', 'usb', 'serial', 'hid', 'midi'] as const;

/** The header that lets a page of our own origin ask for what is named, and for nothing else. */
export function permissionsPolicy(allowed: readonly (typeof lent)[number][]): string {
  return lent.map((name) => `${name}=(${allowed.includes(name) ? 'self' : ''})`).join(', ');
}

/** Headers of every response: the page may load from here only, may be framed by nobody, and is kept by no cache. */
export function protectResponses({ isSecure }: Site): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'", 'blob:', 'data:'], connectSrc: ["'self'"],
          fontSrc: ["'self'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      // On loopback the service speaks plain HTTP; a promise of TLS would lock people out.
      strictTransportSecurity: isSecure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      xFrameOptions: { action: 'deny' },
    }),
    (request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      response.setHeader('Permissions-Policy', permissionsPolicy([]));
      // Browsers have no copy; programs that kept an answer are told by `answerConditionally` alone whether it still holds.
      response.locals['ifNoneMatch'] = request.headers['if-none-match'];
      delete request.headers['if-none-match'];
      delete request.headers['if-modified-since'];
      next();
    },
  ];
}
