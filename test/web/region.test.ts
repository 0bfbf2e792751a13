import { describe, expect, it } from 'vitest';
import { comparisonRequestSchema } from '../../src/jobs/comparison-request.js';
import { buildRequest, emptyScale } from '../../web/src/compare/build-request.js';
import { outlinePath, regionOf, regionProblem } from '../../web/src/compare/region.js';

const at = (column: number, row: number): { row: number; column: number } => ({ row, column });
const labels = { subject: '', targetArea: '', clinicName: '', terminalThresholdUm: '40', preset: 'standard', kind: 'global' } as const;
const slots = ['a', 'b'].map((letter) => ({ file: null, photograph: { id: letter.repeat(64), name: 'x' }, date: '' })) as never;

describe('the region of a head drawn on a photograph', () => {
  it('is an ellipse by its two ends and a point on its side, turned as it was drawn', () => {
    const slanted = { shape: 'ellipse', points: [at(100, 100), at(300, 300), at(250, 150)] } as const;
    expect(regionOf(slanted)).toEqual({ shape: 'ellipse', row: 200, column: 200, width: expect.closeTo(282.84), height: expect.closeTo(141.42), turnDegrees: 45 });
    expect(outlinePath(slanted)).toMatch(/^M100,100A141.42,70.71 45 0 1 300,300A.*Z$/);
    expect(comparisonRequestSchema.parse(buildRequest(slots, [emptyScale, emptyScale], labels, slanted)).baseline.region).toEqual(regionOf(slanted));
  });

  it('is an outline through any number of corners, and closed', () => {
    const corners = { shape: 'polygon', points: [at(0, 0), at(100, 0), at(100, 80), at(0, 80)] } as const;
    expect(regionOf(corners)).toEqual({ shape: 'polygon', outline: corners.points });
    expect(outlinePath(corners)).toBe('M0,0L100,0L100,80L0,80Z');
    expect(comparisonRequestSchema.parse(buildRequest(slots, [emptyScale, emptyScale], labels, corners)).baseline.region).toEqual(regionOf(corners));
  });

  it('is not asked for while marks are missing or the ellipse has no breadth', () => {
    expect(regionProblem({ shape: 'ellipse', points: [at(0, 0), at(100, 0)] })).toContain('two ends');
    expect(regionProblem({ shape: 'ellipse', points: [at(0, 0), at(100, 0), at(50, 0)] })).toContain('line between its ends');
    expect(regionProblem({ shape: 'polygon', points: [at(0, 0), at(100, 0)] })).toContain('three corners');
    expect(regionProblem({ shape: 'vertex', points: [] })).toBeNull();
    expect(buildRequest(slots, [emptyScale, emptyScale], labels, { shape: 'scalp', points: [] }).baseline).not.toHaveProperty('region');
  });
});
