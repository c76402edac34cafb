import { Button } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconWorld } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Deadline } from './Deadline.tsx';
import classes from './public.module.css';
import { standingDuty } from './rules.ts';

const PublishDialog = lazy(() =>
  import('./PublishDialog.tsx').then((file) => ({ default: file.PublishDialog })),
);
const WaiveDialog = lazy(() => import('./WaiveDialog.tsx').then((file) => ({ default: file.WaiveDialog })));

/** What the firm owes the public in this conversation, above the field, until it is paid or left with a reason. */
export function DutyBar({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations');
  const [dialog, setDialog] = useState<'publish' | 'waive' | null>(null);
  const duty = standingDuty(conversation.duties);
  if (!duty || duty.state === 'answered') return null;
  return (
    <div className={classes.duty} role="status">
      <IconWorld size={16} aria-hidden />
      <b>{t(`duty.state.${duty.state}`)}</b>
      <Deadline duty={duty} />
      <span className={classes.grow} />
      {duty.state === 'to_publish' ? (
        <Button
          size="compact-sm"
          color="var(--public)"
          c="var(--public-on)"
          onClick={() => setDialog('publish')}
        >
          {t('duty.publish')}
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        c="var(--public-ink)"
        onClick={() => setDialog('waive')}
      >
        {t('duty.waive')}
      </Button>
      <Suspense fallback={null}>
        {dialog === 'publish' ? (
          <PublishDialog conversation={conversation} onClose={() => setDialog(null)} />
        ) : null}
        {dialog === 'waive' ? <WaiveDialog duty={duty} onClose={() => setDialog(null)} /> : null}
      </Suspense>
    </div>
  );
}
