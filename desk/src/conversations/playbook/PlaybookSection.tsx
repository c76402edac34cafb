import { lazy, Suspense } from 'react';
import { useInboxRefs } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { answeringBy } from './current.ts';
import classes from './playbook.module.css';

const Playbook = lazy(() => import('./Playbook.tsx').then((file) => ({ default: file.Playbook })));

/** The playbook of the inbox that is being answered by, beside the thread. */
export function PlaybookSection() {
  const inboxId = useStore(answeringBy);
  const inbox = useInboxRefs().find((one) => one.id === inboxId);
  if (!inbox?.hasPlaybook) return null;
  return (
    <>
      <p className={classes.inbox}>{inbox.name}</p>
      <Suspense fallback={<ListLoading rows={3} />}>
        <Playbook inboxId={inbox.id} />
      </Suspense>
    </>
  );
}
