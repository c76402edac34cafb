import { createStore } from '../live/store.ts';

/** Which of the shell's overlays is open. */
export const panels = createStore({ palette: false, help: false });

export const openPalette = (): void => panels.set((open) => ({ ...open, palette: true }));
export const closePalette = (): void => panels.set((open) => ({ ...open, palette: false }));
export const openHelp = (): void => panels.set((open) => ({ ...open, help: true }));
export const closeHelp = (): void => panels.set((open) => ({ ...open, help: false }));
