import { type Access, accessOfRoutes } from './rights.js';

interface Pattern { readonly path: string; readonly method: string; readonly expression: RegExp; readonly access: Access; readonly parameters: number }

/** Routes with fewer parameters first: `/studies/export` is no study called "export". */
const patterns: readonly Pattern[] = Object.entries(accessOfRoutes).map(([route, access]) => {
  const [method, path] = route.split(' ');
  const expression = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { path, method, expression, access, parameters: path.split('{').length };
}).sort((a, b) => a.parameters - b.parameters);

/** Who the route of a request is for, how it is written down, and the id in its address; null when no such route is listed. */
export function matchRoute(method: string, path: string): { access: Access; id: string; pattern: string } | null {
  const asked = method === 'HEAD' ? 'GET' : method;
  for (const { method: known, expression, access, path: pattern } of patterns) {
    const found = known === asked ? expression.exec(path) : null;
    if (found !== null) return { access, pattern, id: found.groups?.['id'] ?? '' };
  }
  return null;
}
