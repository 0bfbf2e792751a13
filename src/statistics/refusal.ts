/** What a statistic returns where it cannot honestly be given: one sentence that says why. */
export interface Refusal {
  refused: string;
}

export function isRefused(value: object): value is Refusal {
  return 'refused' in value;
}
