import { useState } from 'preact/hooks';

interface History<State> { past: readonly State[]; present: State; future: readonly State[] }

/** A value with the steps that led to it: undo goes back, redo forward, a new step drops what was undone. */
export function useHistory<State>(first: State): { present: State; canUndo: boolean; canRedo: boolean; put: (next: State) => void; undo: () => void; redo: () => void; begin: (state: State) => void } {
  const [{ past, present, future }, set] = useState<History<State>>({ past: [], present: first, future: [] });
  return {
    present, canUndo: past.length > 0, canRedo: future.length > 0,
    put: (next) => set({ past: [...past, present], present: next, future: [] }),
    undo: () => { if (past.length > 0) set({ past: past.slice(0, -1), present: past[past.length - 1]!, future: [present, ...future] }); },
    redo: () => { if (future.length > 0) set({ past: [...past, present], present: future[0]!, future: future.slice(1) }); },
    begin: (state) => set({ past: [], present: state, future: [] }),
  };
}
