import type { Conversation } from '@meada/contract/routes/conversations';
import { lazy, Suspense } from 'react';
import { useStore } from '../../live/store.ts';
import { macroPanel } from './state.ts';

const MacroPanel = lazy(() => import('./MacroPanel.tsx').then((file) => ({ default: file.MacroPanel })));

/** Where macros are chosen and looked at; their code comes when they are first wanted. */
export function MacroHost({ conversation }: { conversation: Conversation }) {
  const open = useStore(macroPanel);
  if (open?.conversationId !== conversation.id) return null;
  return (
    <Suspense fallback={null}>
      <MacroPanel conversation={conversation} macroId={open.macroId} />
    </Suspense>
  );
}
