import type { PageProps } from '../pages.ts';
import { AddInbox } from './AddInbox.tsx';
import { ConsentReturn } from './ConsentReturn.tsx';
import { InboxList } from './InboxList.tsx';
import { InboxPage } from './InboxPage.tsx';

/** `inboxes`, `inboxes/new`, `inboxes/consent`, `inboxes/<id>/<tab>`. */
export function InboxesPage({ rest: [id, tab] }: PageProps) {
  if (!id) return <InboxList />;
  if (id === 'consent') return <ConsentReturn />;
  return id === 'new' ? <AddInbox /> : <InboxPage key={id} id={id} tab={tab ?? ''} />;
}
