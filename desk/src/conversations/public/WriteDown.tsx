import { Button } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs, useMay } from '../../api/queries.ts';
import classes from './public.module.css';

const WriteDownDialog = lazy(() =>
  import('./WriteDownDialog.tsx').then((file) => ({ default: file.WriteDownDialog })),
);

/** Writes down what was read on a site without notices; shown where an inbox can take it. */
export function WriteDown() {
  const { t } = useTranslation('conversations');
  const mayReply = useMay('conversations.reply');
  const channels = useChannels();
  const byHand = new Set(
    channels.filter((channel) => channel.capabilities.public?.byHand).map((channel) => channel.id),
  );
  const inboxes = useInboxRefs().filter((inbox) => inbox.active && byHand.has(inbox.channel));
  const [open, setOpen] = useState(false);
  if (!mayReply || inboxes.length === 0) return null;
  return (
    <div className={classes.writeDown}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconPencilPlus size={15} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('writeDown.open')}
      </Button>
      <Suspense fallback={null}>
        {open ? <WriteDownDialog inboxes={inboxes} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </div>
  );
}
