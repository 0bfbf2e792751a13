import type { QualityCheck } from '../../domain/result.js';

export interface GradedValue {
  readonly check: string;
  /** Null when it could not be measured. */
  readonly value: number | null;
  /** `µm`, `%` and the like; empty for a plain number. Shares are given as shares, 0…1, with the unit empty. */
  readonly unit: string;
  readonly failsWhen: 'below' | 'above';
  /** Beyond `warn` the figures are doubtful, beyond `refuse` they are left out; null where there is no such limit. */
  readonly limits: { readonly warn: number | null; readonly refuse: number | null };
  /** What a value that could not be measured means. */
  readonly unknown: 'refuse' | 'passes';
  /** A sentence with the value and the limit that it is held to. */
  readonly finding: (limit: number) => string;
  /** What a photographer does about it. */
  readonly advice: string;
}

/** Holds a value against its limits. The limit told is the one that was crossed, or the first that would be. */
export function grade({ check, value, unit, failsWhen, limits, unknown, finding, advice }: GradedValue): QualityCheck {
  const crossed = (limit: number | null): boolean => value !== null && limit !== null && (failsWhen === 'below' ? value < limit : value > limit);
  const severity = value === null ? (unknown === 'refuse' ? 'refuse' : null) : crossed(limits.refuse) ? 'refuse' : crossed(limits.warn) ? 'warn' : null;
  const limit = (severity === 'refuse' ? limits.refuse ?? limits.warn : limits.warn ?? limits.refuse) ?? 0;
  const said = finding(limit);
  return { check, value, unit, limit, failsWhen, passed: severity === null, severity, message: severity === null ? said : `${said} ${advice}` };
}

/** Three digits that matter. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function percentOf(share: number | null): string {
  return share === null ? 'An unknown part' : `${Number((share * 100).toPrecision(2))} %`;
}
