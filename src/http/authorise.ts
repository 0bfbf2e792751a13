import type { Request, RequestHandler, Response } from 'express';
import { AnalysisError } from '../errors.js';
import { findPerson, hasAccounts } from '../study/accounts.js';
import { localPerson, type Person } from '../study/person.js';
import { findTokenPerson } from '../study/tokens.js';
import { isVisible, type OwnedKind } from '../study/visibility.js';
import type { Dependencies } from './dependencies.js';
import { matchRoute } from './match-route.js';
import { invalid } from './problem.js';
import { rightsOfRoles } from './rights.js';
import { readSessionCookie } from './session-cookie.js';

/** What a person calls the things whose ids stand in addresses. */
const words: Record<OwnedKind, string> = {
  study: 'study', subject: 'subject', targetArea: 'target area', timepoint: 'timepoint', treatment: 'treatment', assessment: 'assessment', photograph: 'photograph', comparison: 'comparison', reading: 'reading', ownReading: 'reading',
};

/** The secret word with which a program says for whom it acts; null without one. */
export function readToken({ headers }: Request): string | null {
  return /^Bearer +(\S{1,200})$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** Who sends a request; null when nobody is signed in and somebody has to be. @param watching  Whether asking is no use of the session. */
export async function identify({ store, sessions, site }: Pick<Dependencies, 'store' | 'sessions' | 'site'>, request: Request, watching = false): Promise<Person | null> {
  if (!site.isShared && !await hasAccounts(store)) return localPerson;
  const token = readToken(request);
  if (token !== null) return findTokenPerson(store, token);
  const secret = readSessionCookie(request, site);
  const account = secret === null ? null : await sessions.find(secret, watching);
  return account === null ? null : findPerson(store, account);
}

/**
 * Lets a request through when the table of rights says so (rights.ts), before anything of its body is read.
 * Nobody signed in: 401. Not listed, not of a study of this person, or not for their role: 404.
 */
export function authorise(dependencies: Dependencies): RequestHandler {
  return async (request, response, next) => {
    const route = matchRoute(request.method, `${request.baseUrl}${request.path}`);
    const person = await identify(dependencies, request);
    response.locals['person'] = person;
    if (route?.access === 'everybody') return next();
    if (person === null) throw new AnalysisError('rights.signIn', 'Nobody is signed in.');
    if (route === null) throw new AnalysisError('request.notFound', 'There is nothing at this address.');
    if (person.readsOnly === true && !['GET', 'HEAD'].includes(request.method)) throw new AnalysisError('rights.missing', 'This token may look and change nothing.');
    if (route.access !== 'signedIn') {
      const { right, of } = route.access;
      if (of !== undefined && !await isVisible(dependencies.store, person, of, decode(route.id))) throw new AnalysisError('request.notFound', `There is no such ${words[of]}.`);
      if (!rightsOfRoles[person.role].includes(right)) throw new AnalysisError('rights.missing', 'There is nothing here for your role.');
    }
    next();
  };
}

function decode(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw invalid('The request could not be read.');
  }
}

/** Who sends this request, on every route but those for everybody. */
export function personOf(response: Response): Person {
  const person = response.locals['person'] as Person | null | undefined;
  if (person == null) throw new AnalysisError('rights.signIn', 'Nobody is signed in.');
  return person;
}
