import type { Change } from '../../domain/result.js';
import { globalAssessmentScores } from '../../domain/assessment-scores.js';
import { noFollowUps } from '../../domain/no-follow-up.js';
import { roundKnown } from '../../statistics/round.js';
import type { Cell } from '../../tables/write-table.js';
import { nameChangeUnit, nameScore, toColumnName, type Column, type RowOutcome } from './row-outcome.js';

/** Mean and standard deviation of values that come one by one (Welford). */
class Spread {
  count = 0;
  private centre = 0;
  private squares = 0;

  add(value: number | null): void {
    if (value === null) return;
    this.count++;
    const step = value - this.centre;
    this.centre += step / this.count;
    this.squares += step * (value - this.centre);
  }

  get mean(): number | null { return this.count === 0 ? null : this.centre; }

  /** Of the sample; null for fewer than two values. */
  get deviation(): number | null { return this.count < 2 ? null : Math.sqrt(this.squares / (this.count - 1)); }
}

const spreadNames = ['hairCount', 'densityPerCm2', 'terminalDensityPerCm2', 'coverage', 'change', 'percentChange'] as const;

/** One arm at one visit of one target area and view. */
export interface ArmVisit {
  readonly arm: string;
  readonly targetArea: string;
  readonly view: string;
  readonly visit: string;
  rows: number;
  measured: number;
  compared: number;
  readonly spreads: Readonly<Record<(typeof spreadNames)[number], Spread>>;
  readonly endpoints: Set<Change['endpoint']>;
  readonly changeUnits: Set<'%' | 'percentage points'>;
  readonly scores: Map<number, number>;
}

/** Adds rows up to arms and visits; groups come in the order of their first rows. */
export class ArmSummaries {
  private readonly groups = new Map<string, ArmVisit>();

  add({ row, fromOtherBaseline, measured, comparison }: RowOutcome): void {
    const { arm, targetArea, view, visit } = row, key = JSON.stringify([arm, targetArea, view, visit]);
    let group = this.groups.get(key);
    if (group === undefined) {
      group = {
        arm, targetArea, view, visit, rows: 0, measured: 0, compared: 0, endpoints: new Set(), changeUnits: new Set(), scores: new Map(),
        spreads: { hairCount: new Spread(), densityPerCm2: new Spread(), terminalDensityPerCm2: new Spread(), coverage: new Spread(), change: new Spread(), percentChange: new Spread() },
      };
      this.groups.set(key, group);
    }
    group.rows++;
    if (measured === null) return;
    const { measurements } = measured.result;
    group.measured++;
    for (const name of ['hairCount', 'densityPerCm2', 'terminalDensityPerCm2', 'coverage'] as const) group.spreads[name].add(measurements[name]);
    if (fromOtherBaseline || comparison.state !== 'compared' || comparison.stored.change === null) return;
    const { change, globalAssessment, warnings } = comparison.stored;
    if (warnings.some(({ code }) => (noFollowUps as readonly string[]).includes(code))) return;
    group.compared++;
    group.endpoints.add(change.endpoint);
    group.changeUnits.add(nameChangeUnit(change));
    group.spreads.change.add(change.after - change.before);
    group.spreads.percentChange.add(change.percent);
    if (globalAssessment !== null) group.scores.set(globalAssessment.supported, (group.scores.get(globalAssessment.supported) ?? 0) + 1);
  }

  list(): readonly ArmVisit[] { return [...this.groups.values()]; }
}

/** The mean of different quantities is none: a change is summed up only where all pairs have the same endpoint. */
function ofOneEndpoint(of: (group: ArmVisit) => Cell): (group: ArmVisit) => Cell {
  return (group) => (group.endpoints.size === 1 ? of(group) : null);
}

/** Decimals of means and deviations, as figures of a comparison have. */
const decimals = 6;

/** arms.csv: one row for each arm, target area, view and visit. */
export const armColumns: readonly Column<ArmVisit>[] = [
  { name: 'arm', of: ({ arm }) => arm },
  { name: 'target_area', of: ({ targetArea }) => targetArea },
  { name: 'view', of: ({ view }) => view },
  { name: 'visit', of: ({ visit }) => visit },
  { name: 'rows', of: ({ rows }) => rows },
  { name: 'measured', of: ({ measured }) => measured },
  ...(['hairCount', 'densityPerCm2', 'terminalDensityPerCm2', 'coverage'] as const).flatMap((name): Column<ArmVisit>[] => [
    { name: `${toColumnName(name)}_n`, of: ({ spreads }) => spreads[name].count },
    { name: `${toColumnName(name)}_mean`, of: ({ spreads }) => roundKnown(spreads[name].mean, decimals) },
    { name: `${toColumnName(name)}_sd`, of: ({ spreads }) => roundKnown(spreads[name].deviation, decimals) },
  ]),
  { name: 'compared', of: ({ compared }) => compared },
  { name: 'endpoint', of: ({ endpoints }) => (endpoints.size > 1 ? 'mixed' : [...endpoints][0] ?? null) },
  { name: 'change_mean', of: ofOneEndpoint(({ spreads }) => roundKnown(spreads.change.mean, decimals)) },
  { name: 'change_sd', of: ofOneEndpoint(({ spreads }) => roundKnown(spreads.change.deviation, decimals)) },
  { name: 'change_unit', of: ofOneEndpoint(({ changeUnits }) => (changeUnits.size === 1 ? [...changeUnits][0] : null)) },
  { name: 'change_percent_mean', of: ofOneEndpoint(({ spreads }) => roundKnown(spreads.percentChange.mean, decimals)) },
  { name: 'change_percent_sd', of: ofOneEndpoint(({ spreads }) => roundKnown(spreads.percentChange.deviation, decimals)) },
  ...globalAssessmentScores.map((score): Column<ArmVisit> => ({
    name: `score_${nameScore(score)}`,
    of: ({ scores, compared }) => (compared === 0 ? null : scores.get(score) ?? 0),
  })),
  { name: 'score_provisional', of: ({ endpoints, scores }) => (scores.size === 0 ? null : endpoints.has('coverage')) },
];
