import { describe, expect, it } from 'vitest';
import { sumAreas } from '../../src/raster/sum-areas.js';
import { maskFromDrawing } from '../support/drawings.js';
