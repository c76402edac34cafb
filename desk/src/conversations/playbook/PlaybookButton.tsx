import { ActionIcon, Popover } from '@mantine/core';
import { IconBook2 } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { answeringBy } from './current.ts';
import classes from './playbook.module.css';

const Playbook = lazy(() => import('./Playbook.tsx').then((file) => ({ default: file.Playbook })));

/** How this inbox is worked, at hand while answering; where there is room it stands in the panel, too. */
export function PlaybookButton({ inboxId }: { inboxId: string | undefined }) {
  const { t } = useTranslation('conversations');
  const [opened, setOpened] = useState(false);
  const inbox = useInboxRefs().find((one) => one.id === inboxId);
  useEffect(() => {
    answeringBy.set(() => inboxId ?? null);
    return () => answeringBy.set(() => null);
  }, [inboxId]);
  if (!inbox?.hasPlaybook) return null;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={420}
      position="top-start"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('playbook.open')}
          title={t('playbook.open')}
          onClick={() => setOpened(!opened)}
        >
          <IconBook2 size={20} stroke={1.7} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.sheet} aria-label={t('playbook.title', { inbox: inbox.name })}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <div className={classes.scroll} tabIndex={0} data-autofocus>
          <h3>{t('playbook.title', { inbox: inbox.name })}</h3>
          <Suspense fallback={<ListLoading rows={3} />}>
            <Playbook inboxId={inbox.id} />
          </Suspense>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
