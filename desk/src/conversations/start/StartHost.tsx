import { lazy, Suspense } from 'react';
import { createStore, useStore } from '../../live/store.ts';

/** Whether the dialog is open, and for which customer when one is known. */
const state = createStore<{ open: boolean; customerId: string | null }>({ open: false, customerId: null });
const StartDialog = lazy(() => import('./StartDialog.tsx').then((file) => ({ default: file.StartDialog })));

/** Opens the dialog for a new conversation. */
export function openStart(customerId: string | null = null): void {
  state.set(() => ({ open: true, customerId }));
}

/** Where the dialog appears; its code is loaded when it is first wanted. */
export function StartHost() {
  const { open, customerId } = useStore(state);
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <StartDialog
        customerId={customerId}
        onClose={() => state.set(() => ({ open: false, customerId: null }))}
      />
    </Suspense>
  );
}
