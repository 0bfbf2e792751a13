/** The part of a picture that is shown, in its pixels. */
export interface ViewBox { x: number; y: number; width: number; height: number }

/** Deepest zoom: so many times larger than the whole. */
export const deepestZoom = 24;

export function wholePicture(width: number, height: number): ViewBox {
  return { x: -0.5, y: -0.5, width, height };
}

/** Shape of a pane that shows a picture whole: as wide as there is room, never higher than most of the window. */
export function paneShape({ width, height }: ViewBox): { aspectRatio: string; maxWidth: string } {
  return { aspectRatio: `${width} / ${height}`, maxWidth: `calc(85vh * ${(width / height).toFixed(4)})` };
}

/** Keeps a view inside the picture and between the whole of it and the deepest zoom. */
export function keepInside(view: ViewBox, whole: ViewBox): ViewBox {
  const width = Math.min(whole.width, Math.max(whole.width / deepestZoom, view.width));
  const height = width * (whole.height / whole.width);
  return {
    width, height,
    x: Math.min(whole.x + whole.width - width, Math.max(whole.x, view.x)),
    y: Math.min(whole.y + whole.height - height, Math.max(whole.y, view.y)),
  };
}

/** Zooms by a factor (above 1 is closer) so that the given point of the picture stays where it is on the screen. */
export function zoomAt(view: ViewBox, whole: ViewBox, factor: number, at: { x: number; y: number }): ViewBox {
  const width = Math.min(whole.width, Math.max(whole.width / deepestZoom, view.width / factor));
  const ratio = width / view.width;
  return keepInside({ x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio, width, height: view.height * ratio }, whole);
}

export function centreOf({ x, y, width, height }: ViewBox): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
