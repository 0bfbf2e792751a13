import type { VNode } from 'preact';

const keys: readonly [keys: string, does: string][] = [
  ['arrow keys', 'to the next hair in that direction; while drawing, move the cross (with Shift faster)'], ['N, P', 'to the next and the previous hair'],
  ['Delete', 'take the chosen hair out'], ['A', 'add a hair: Enter sets its exit, then its tip; Shift + Enter a bend between'], ['J', 'join it with another: choose that one, then Enter'],
  ['S', 'split it: the arrow keys move the mark, then Enter'], ['T', 'turn it round: exit and tip change places'], ['C', 'count a faint trace as a hair'],
  ['Escape', 'give up what was begun'], ['Ctrl + Z, Ctrl + Y', 'undo, redo'], ['+, −, 0', 'closer, farther, all of it'], ['Shift + arrow keys', 'move the picture'],
];

/** What the keys do while the photograph has the focus. */
export function EditKeys(): VNode {
  return (
    <details class="extras"><summary>Keys, while the photograph is chosen</summary>
      <dl class="key-list">{keys.map(([key, does]) => <div key={key}><dt>{key}</dt><dd>{does}</dd></div>)}</dl>
    </details>
  );
}
