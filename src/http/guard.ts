import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { AnalysisError } from '../errors.js';

const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine can reach an address that is listened on. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * Answers only to the names of this machine, and takes changes only from its own pages: a foreign page that the browser
 * shows could otherwise reach a service on loopback by its address, or by a name that it points here (DNS rebinding).
 */
export const guardOrigin: RequestHandler = (request, _response, next) => {
  const host = request.headers.host ?? '';
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (!loopbackNames.includes(name) && !isLoopback(name)) return next(new AnalysisError('request.foreign', 'This address does not belong to the application.'));
  const { origin } = request.headers;
  const fromElsewhere = (origin !== undefined && origin !== `http://${host}`) || request.headers['sec-fetch-site'] === 'cross-site';
  if (fromElsewhere) return next(new AnalysisError('request.foreign', 'This request comes from a page of another origin.'));
  next();
};

/** Headers of every response: the page may load from here only, may be framed by nobody, and is kept by no cache. */
export function protectResponses(): RequestHandler[] {
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
      // The service speaks plain HTTP on loopback; a promise of TLS would lock people out.
      strictTransportSecurity: false,
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}
