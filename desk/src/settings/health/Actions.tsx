import { Button } from '@mantine/core';
import { type HealthReport, replayAll } from '@meada/contract/routes/inbox-health';
import { IconArrowRight, IconCloudDownload, IconPlugConnected, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import { ConnectionTest } from '../inboxes/ConnectionTest.tsx';
import { refresh } from '../queries.ts';
import classes from './health.module.css';
import { ResyncDialog } from './ResyncDialog.tsx';

/** What can be done about an inbox's health: test it, read again, fetch again, open it. */
export function Actions({ report, inPage }: { report: HealthReport; inPage: boolean }) {
  const { t } = useTranslation('firm');
  const may = useMay('inboxes.manage');
  const [open, setOpen] = useState<'test' | 'resync' | null>(null);
  const replay = useMutation({
    mutationFn: () => call(replayAll, { params: { id: report.inboxId } }),
    onSuccess: ({ count }) => {
      say(t('health.replayed', { count }));
      return refresh(keys.health, keys.inboxes);
    },
    onError: complain,
  });
  if (!may) return null;
  const { can, last } = report.resync;
  const busy = last !== null && last.endedAt === null;
  return (
    <>
      <div className={classes.foot}>
        {report.active ? (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlugConnected size={16} />}
            onClick={() => setOpen('test')}
          >
            {t('health.test')}
          </Button>
        ) : null}
        {report.receipts.poison > 0 ? (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconRefresh size={16} />}
            loading={replay.isPending}
            onClick={() => replay.mutate()}
          >
            {t('health.replayAll')}
          </Button>
        ) : null}
        {report.active ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCloudDownload size={16} />}
            disabled={!can || busy}
            title={can ? undefined : t('health.cannotResync')}
            onClick={() => setOpen('resync')}
          >
            {t('health.resync')}
          </Button>
        ) : null}
        {inPage ? null : (
          <Button
            size="xs"
            variant="subtle"
            component={Link}
            to="/settings/$"
            params={{ _splat: `inboxes/${report.inboxId}` } as never}
            rightSection={<IconArrowRight size={15} />}
          >
            {t('health.open')}
          </Button>
        )}
        {last ? (
          <span className={classes.small} role="status">
            {t(`resync.state.${last.state}`, {
              found: last.found,
              fresh: last.fresh,
              error: last.error ?? '',
            })}
          </span>
        ) : null}
      </div>
      {open === 'test' ? (
        <div className={classes.figure}>
          <ConnectionTest id={report.inboxId} atOnce />
        </div>
      ) : null}
      {open === 'resync' ? <ResyncDialog inboxId={report.inboxId} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
