import { describeChance } from './chance-model.js';
import type { ChanceModel } from './chance-model.js';
import { createPosePrior } from './pose-prior.js';
import type { Pose } from './pose-prior.js';
import type { RootField } from './root-field.js';

/** Two fields that are to be laid onto each other, with what is believed of them before any root is compared. */
export interface FieldPair {
  readonly first: RootField;
  readonly second: RootField;
  readonly chance: ChanceModel;
  readonly logPosePrior: (pose: Pose) => number;
}

export function pairFields(first: RootField, second: RootField): FieldPair {
  return { first, second, chance: describeChance(first, second), logPosePrior: createPosePrior(first, second) };
}
