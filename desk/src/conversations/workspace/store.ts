import { changeWorkspace } from '@meada/contract/routes/workspace';
import type { Density, Layout, Workspace, WorkspaceChange } from '@meada/contract/workspace';
import { call } from '../../api/call.ts';
import { schemeKey } from '../../app/scheme.ts';
import { createStore, useStore } from '../../live/store.ts';
import { complain } from '../../ui/toast.ts';
import { arranged } from './arrange.ts';

type State = { layout: Layout; own: boolean; density: Density; scheme: Workspace['scheme'] };

/** How the desk is arranged in this browser now: what the server keeps, and at once what the person just did. */
export const workspace = createStore<State>({
  layout: arranged(null),
  own: false,
  density: 'comfortable',
  scheme: null,
});
export const useLayout = (): Layout => useStore(workspace, (state) => state.layout);
export const useDensity = (): Density => useStore(workspace, (state) => state.density);

/** What was done here and is not kept yet. */
let pending: WorkspaceChange = {};
let saving = false;
let timer: ReturnType<typeof setTimeout> | undefined;
/** Steps in quick succession are kept as one (ms). */
const pause = 400;

/** Takes what the server says, unless something was done here that it does not know yet. */
export function takeWorkspace(kept: Workspace | undefined): void {
  // What a browser kept of an older desk has none.
  const { layout = null, own = false, density = null, scheme = null } = kept ?? {};
  if (saving || Object.keys(pending).length > 0) return;
  workspace.set(() => ({ layout: arranged(layout), own, density: density ?? 'comfortable', scheme }));
  if (scheme) localStorage.setItem(schemeKey, scheme);
  document.documentElement.dataset.density = density ?? 'comfortable';
}

async function keep(): Promise<void> {
  timer = undefined;
  if (saving) return;
  const body = pending;
  pending = {};
  saving = true;
  let kept: Workspace | null = null;
  try {
    kept = await call(changeWorkspace, { body });
  } catch (error) {
    complain(error);
  } finally {
    saving = false;
  }
  if (Object.keys(pending).length > 0) return keep();
  if (kept) takeWorkspace(kept);
}

/** Changes at once here, and for good on the server a moment later. */
export function change(some: WorkspaceChange): void {
  pending = { ...pending, ...some };
  workspace.set((now) => ({
    layout: some.layout === undefined ? now.layout : arranged(some.layout),
    own: some.layout === undefined ? now.own : some.layout !== null,
    density: some.density ?? now.density,
    scheme: some.scheme ?? now.scheme,
  }));
  document.documentElement.dataset.density = workspace.get().density;
  clearTimeout(timer);
  timer = setTimeout(() => void keep(), some.layout === null ? 0 : pause);
}

/** One step of the layout. */
export const rearrange = (step: (layout: Layout) => Layout): void => {
  const { layout } = workspace.get();
  const next = step(layout);
  if (next !== layout) change({ layout: next });
};

/** Nothing done here is lost when the page goes. */
export function keepNow(): void {
  if (timer) {
    clearTimeout(timer);
    void keep();
  }
}
