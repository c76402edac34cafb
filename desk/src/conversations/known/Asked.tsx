import type { Conversation } from '@meada/contract/routes/conversations';
import { lazy, Suspense } from 'react';
import type { Draft } from '../composer/draft.ts';

/** The rules of what asks for what come with the first word that is written. */
const AskedAgain = lazy(() => import('./AskedAgain.tsx').then((file) => ({ default: file.AskedAgain })));

type Props = {
  conversation: Conversation;
  draft: Pick<Draft, 'internal' | 'text'>;
  onPut: ((words: string) => void) | null;
};

/** What is being written may ask for something known; notes ask nobody. */
export function Asked({ conversation, draft, onPut }: Props) {
  if (draft.internal || draft.text === '') return null;
  return (
    <Suspense fallback={null}>
      <AskedAgain
        customerId={conversation.customer.id}
        conversationId={conversation.id}
        text={draft.text}
        onPut={onPut}
      />
    </Suspense>
  );
}
