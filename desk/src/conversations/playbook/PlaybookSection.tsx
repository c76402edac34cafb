import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { useStore } from '../../live/store.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import panel from '../panel/panel.module.css';
import { answeringBy } from './current.ts';
import classes from './playbook.module.css';

const Playbook = lazy(() => import('./Playbook.tsx').then((file) => ({ default: file.Playbook })));

/** The playbook of the inbox that is being answered by, beside the thread. */
export function PlaybookSection() {
  const { t } = useTranslation('conversations');
  const inboxId = useStore(answeringBy);
  const inbox = useInboxRefs().find((one) => one.id === inboxId);
  if (!inbox?.hasPlaybook) return null;
  return (
    <section className={panel.section}>
      <details open className={classes.details}>
        <summary>{t('playbook.title', { inbox: inbox.name })}</summary>
        <Suspense fallback={<ListLoading rows={3} />}>
          <Playbook inboxId={inbox.id} />
        </Suspense>
      </details>
    </section>
  );
}
