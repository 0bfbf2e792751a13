import type { Person } from '../study/person.js';
import type { OwnedKind } from '../study/visibility.js';

/** What somebody may do, in the studies they belong to and with photographs of their own. */
export const rights = {
  look: 'see studies, subjects, visits, results, pictures and reports',
  compare: 'upload photographs and compare them',
  record: 'add subjects, target areas, visits, treatments and what patients say themselves, and take out what was entered wrongly',
  correct: 'edit what was measured, with a reason',
  rate: 'rate photographs without knowing whose or when they are',
  plan: 'add studies, name them anew, put them away, and plan their readings',
  people: 'add accounts, close them, and let them belong to studies',
  erase: 'erase everything that is kept of a person or a study, for good',
  configure: 'set the name, address, logo and paper of the clinic',
  audit: 'read the audit trail of the whole installation',
} as const;
export type Right = keyof typeof rights;

/** A reader sees no visits and no results: whoever knows the day of a photograph cannot rate it blindly. */
export const rightsOfRoles: Record<Person['role'], readonly Right[]> = {
  photographer: ['look', 'compare', 'record'],
  reader: ['rate'],
  analyst: ['look', 'compare', 'record', 'correct', 'plan'],
  administrator: ['look', 'compare', 'record', 'correct', 'plan', 'people', 'erase', 'configure', 'audit'],
  auditor: ['look', 'audit'],
  // One person at one machine: everything but accounts, which the command line begins with.
  local: ['look', 'compare', 'record', 'correct', 'rate', 'plan', 'erase', 'configure', 'audit'],
};

/** Who a route is for: everybody, whoever is signed in, or whoever has a right; `of` says what its `{id}` names, and only who may see that gets so far. */
export type Access = 'everybody' | 'signedIn' | { readonly right: Right; readonly of?: OwnedKind };

/** Every route of the interface, as in docs/openapi.json. What is not listed here is answered with 404, whoever asks. */
export const accessOfRoutes: Readonly<Record<string, Access>> = {
  'GET /api/health': 'everybody',
  'GET /api/openapi.json': 'everybody',

  'GET /api/v1/about': 'signedIn',
  'GET /api/v1/session': 'everybody',
  'POST /api/v1/session': 'everybody',
  'DELETE /api/v1/session': 'everybody',
  'POST /api/v1/session/password': 'signedIn',
  'POST /api/v1/invitation': 'everybody',

  'GET /api/v1/accounts': { right: 'people' },
  'POST /api/v1/accounts': { right: 'people' },
  'PATCH /api/v1/accounts/{id}': { right: 'people' },
  'POST /api/v1/accounts/{id}/invitation': { right: 'people' },
  'POST /api/v1/accounts/{id}/studies': { right: 'people' },
  'DELETE /api/v1/accounts/{id}/studies': { right: 'people' },
  'GET /api/v1/audit': { right: 'audit' },

  'GET /api/v1/clinic': 'signedIn',
  'PUT /api/v1/clinic': { right: 'configure' },
  'GET /api/v1/clinic/logo': 'signedIn',
  'PUT /api/v1/clinic/logo': { right: 'configure' },
  'DELETE /api/v1/clinic/logo': { right: 'configure' },
  'GET /api/v1/devices': { right: 'compare' },
  'POST /api/v1/photographs': { right: 'compare' },
  'GET /api/v1/photographs/{id}': { right: 'look', of: 'photograph' },
  'POST /api/v1/photographs/{id}/check': { right: 'compare', of: 'photograph' },
  'GET /api/v1/photographs/{id}/picture': { right: 'look', of: 'photograph' },
  'POST /api/v1/comparisons': { right: 'compare' },
  'GET /api/v1/comparisons/{id}': { right: 'look', of: 'comparison' },
  'GET /api/v1/comparisons/{id}/events': { right: 'look', of: 'comparison' },
  'GET /api/v1/comparisons/{id}/report.html': { right: 'look', of: 'comparison' },
  'GET /api/v1/comparisons/{id}/report.pdf': { right: 'look', of: 'comparison' },
  'GET /api/v1/comparisons/{id}/report.json': { right: 'look', of: 'comparison' },

  'GET /api/v1/comparisons/{id}/corrections': { right: 'look', of: 'comparison' },
  'POST /api/v1/comparisons/{id}/corrections': { right: 'correct', of: 'comparison' },
  'POST /api/v1/comparisons/{id}/corrections/preview': { right: 'correct', of: 'comparison' },
  'GET /api/v1/comparisons/{id}/measurement': { right: 'look', of: 'comparison' },
  'GET /api/v1/studies/{id}/readings': { right: 'plan', of: 'study' },
  'POST /api/v1/studies/{id}/readings': { right: 'plan', of: 'study' },
  'GET /api/v1/readings/{id}': { right: 'plan', of: 'reading' },
  'POST /api/v1/readings/{id}/adjudication': { right: 'plan', of: 'reading' },
  'GET /api/v1/readings/{id}/ratings.csv': { right: 'plan', of: 'reading' },
  'GET /api/v1/readings/{id}/panel.csv': { right: 'plan', of: 'reading' },
  'GET /api/v1/readings/{id}/signatures.csv': { right: 'plan', of: 'reading' },
  'GET /api/v1/blind': { right: 'rate' },
  'GET /api/v1/blind/{id}': { right: 'rate', of: 'ownReading' },
  'GET /api/v1/blind/{id}/pairs/{pair}/{side}': { right: 'rate', of: 'ownReading' },
  'PUT /api/v1/blind/{id}/pairs/{pair}': { right: 'rate', of: 'ownReading' },
  'POST /api/v1/blind/{id}/signature': { right: 'rate', of: 'ownReading' },

  'GET /api/v1/studies': { right: 'look' },
  'POST /api/v1/studies': { right: 'plan' },
  'POST /api/v1/sample-study': { right: 'plan' },
  'GET /api/v1/studies/{id}': { right: 'look', of: 'study' },
  'PATCH /api/v1/studies/{id}': { right: 'plan', of: 'study' },
  'DELETE /api/v1/studies/{id}': { right: 'erase', of: 'study' },
  'POST /api/v1/studies/{id}/subjects': { right: 'record', of: 'study' },
  'GET /api/v1/subjects/{id}': { right: 'look', of: 'subject' },
  'DELETE /api/v1/subjects/{id}': { right: 'erase', of: 'subject' },
  'POST /api/v1/subjects/{id}/target-areas': { right: 'record', of: 'subject' },
  'POST /api/v1/subjects/{id}/treatments': { right: 'record', of: 'subject' },
  'POST /api/v1/subjects/{id}/assessments': { right: 'record', of: 'subject' },
  'DELETE /api/v1/assessments/{id}': { right: 'record', of: 'assessment' },
  'DELETE /api/v1/treatments/{id}': { right: 'record', of: 'treatment' },
  'POST /api/v1/target-areas/{id}/timepoints': { right: 'record', of: 'targetArea' },
  'DELETE /api/v1/timepoints/{id}': { right: 'record', of: 'timepoint' },
  'PUT /api/v1/timepoints/{id}/region': { right: 'record', of: 'timepoint' },
  'POST /api/v1/target-areas/{id}/comparison': { right: 'compare', of: 'targetArea' },
};
