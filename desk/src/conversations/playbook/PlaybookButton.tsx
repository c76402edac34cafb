import { ActionIcon } from '@mantine/core';
import { IconBook2 } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { Late } from '../../ui/Late.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { answeringBy } from './current.ts';
import classes from './playbook.module.css';

const Playbook = lazyRouteComponent(() => import('./Playbook.tsx'), 'Playbook');

/** How this inbox is worked, at hand while answering; where there is room it stands in the panel, too. */
export function PlaybookButton({ inboxId }: { inboxId: string | undefined }) {
  const { t } = useTranslation('conversations');
  const inbox = useInboxRefs().find((one) => one.id === inboxId);
  useEffect(() => {
    answeringBy.set(() => inboxId ?? null);
    return () => answeringBy.set(() => null);
  }, [inboxId]);
  if (!inbox?.hasPlaybook) return null;
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={t('playbook.open')}
      title={t('playbook.open')}
    >
      <IconBook2 size={20} stroke={1.7} />
    </ActionIcon>
  );
  const title = t('playbook.title', { inbox: inbox.name });
  return (
    <Late
      button={button}
      look={{ kind: 'sheet', width: 420, position: 'top-start', className: classes.sheet, label: title }}
      later={Playbook.preload}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} data-autofocus>
        <h3>{title}</h3>
        <Suspense fallback={<ListLoading rows={3} />}>
          <Playbook inboxId={inbox.id} />
        </Suspense>
      </div>
    </Late>
  );
}
