/** Raised when a field of a result is removed or changes its meaning; additions leave it. By itself, so that a batch that only looks things up need not load what checks results. */
export const schemaVersion = 1;
