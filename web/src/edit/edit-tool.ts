import type { Position } from '../../../src/domain/hair.js';

/** What the next click or key in the pane does. */
export type Tool =
  | { readonly name: 'pick' }
  /** Points set so far, and where the cross of the keyboard stands. */
  | { readonly name: 'add'; readonly points: readonly Position[]; readonly cross: Position }
  /** The hair that was chosen first; see `keyOf`. */
  | { readonly name: 'join'; readonly first: string }
  /** Where the chosen hair is to be cut, from 0 at its exit to 1 at its tip. */
  | { readonly name: 'split'; readonly share: number }
  | { readonly name: 'area'; readonly shape: 'circle' | 'rectangle' };

export const pick: Tool = { name: 'pick' };

/** What to do next, for eyes and ears. */
export function instructionOf(tool: Tool): string | null {
  switch (tool.name) {
    case 'pick': return null;
    case 'add': return tool.points.length === 0
      ? 'New hair: click its exit from the skin, or move the cross with the arrow keys and press Enter.'
      : 'Now its tip: click it, or move the cross and press Enter. With Shift the line bends there and goes on. Escape gives it up.';
    case 'join': return 'Choose the other piece of the same hair: click it, or go to it with the arrow keys and press Enter. Escape gives it up.';
    case 'split': return 'Click where the hair is to be cut, or move the mark along it with the arrow keys and press Enter. Escape gives it up.';
    case 'area': return tool.shape === 'circle' ? 'Drag from the middle of the new area outwards, or type its place and size below. Escape gives it up.' : 'Drag from one corner of the new area to the other, or type its place and size below. Escape gives it up.';
  }
}
