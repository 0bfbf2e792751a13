import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { Photograph } from '../answers.js';
import { MarkedLine, MarkPane } from './mark-pane.js';
import { type MarkedRegion, mostCorners, neededPoints, outlinePath, regionOf, regionShapes, wholeScalp } from './region.js';

const words: Record<MarkedRegion['shape'], string> = { scalp: 'All of the scalp', vertex: 'The crown', frontal: 'The front', ellipse: 'Draw an ellipse', polygon: 'Draw an outline' };

const next: Record<'ellipse' | 'polygon', readonly string[]> = {
  ellipse: ['Mark one end of the ellipse.', 'Mark its other end.', 'Mark a point on its side, as far as it reaches.', 'The ellipse is drawn. A further click starts again.'],
  polygon: ['Mark the first corner.', 'Mark the next corner.', 'Mark the next corner.', 'Mark further corners, or go on: the outline is closed.'],
};

/** Where on the head hair is measured: proposed, or drawn on the photograph before; it is carried to the later ones. */
export function RegionChoice({ photograph, name, region, onRegion }: { photograph: Photograph | null; name: string; region: MarkedRegion; onRegion: (region: MarkedRegion) => void }): VNode {
  const id = useId();
  const { shape, points } = region, isDrawn = shape === 'ellipse' || shape === 'polygon';
  const mark = (row: number, column: number): void => {
    const point = { row: Math.round(row * 10) / 10, column: Math.round(column * 10) / 10 };
    if (shape === 'polygon' && points.length >= mostCorners) return;
    onRegion({ shape, points: shape === 'ellipse' && points.length >= 3 ? [point] : [...points, point] });
  };
  return (
    <fieldset class="scale">
      <legend>Where hair is measured</legend>
      <div class="choices">
        {regionShapes.map((each) => <label key={each}><input type="radio" name={id} checked={shape === each} onChange={() => onRegion({ ...wholeScalp, shape: each })} /><span>{words[each]}</span></label>)}
      </div>
      {(shape === 'vertex' || shape === 'frontal') && <p class="quiet">This part is proposed by the outline of the scalp. Look at the dashed line in the result; draw it where it lies wrong.</p>}
      {isDrawn && (photograph === null ? <p class="quiet">Choose the photograph {name} first, then draw the region on it.</p> : (
        <div class="ruler region">
          <MarkPane key={photograph.id} photograph={photograph} points={points} onMark={mark} label={`Photograph ${name}: mark the region with clicks, or move the cross with the arrow keys and press Enter.`}>
            <MarkedLine path={outlinePath(region)} />
          </MarkPane>
          <p role="status" class="quiet">{shape === 'ellipse' && points.length === 3 && regionOf(region) === null ? 'This point lies on the line between the ends. Start again.' : next[shape][Math.min(points.length, neededPoints[shape])]}</p>
          {points.length > 0 && <p><button type="button" onClick={() => onRegion({ shape, points: points.slice(0, -1) })}>Take back the last mark</button></p>}
        </div>
      ))}
    </fieldset>
  );
}
