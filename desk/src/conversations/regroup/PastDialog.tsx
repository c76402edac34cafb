import { Button, Modal } from '@mantine/core';
import type { Conversation } from '@meada/contract/routes/conversations';
import { listRegroupings, type Regrouping } from '@meada/contract/routes/regroupings';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import classes from './regroup.module.css';
import { useRegroup } from './useRegroup.ts';

type RowProps = { one: Regrouping; here: string; onUndo: (id: string) => void; busy: boolean };

function Row({ one, here, onUndo, busy }: RowProps) {
  const { t, i18n } = useTranslation('regroup');
  const mayUndo = useMay('conversations.reply');
  const way = one.into.id === here ? 'in' : 'out';
  const other = way === 'in' ? one.from : one.into;
  return (
    <li className={classes.past} data-undone={one.undoneAt !== null || undefined}>
      <span>
        <b>{t(`past.${one.kind}.${way}`, { count: one.count, protocol: other.protocol })}</b>
        <small>
          {momentOf(one.at, i18n.language)}
          {one.byName ? ` · ${one.byName}` : ''}
          {one.undoneAt ? ` · ${t('past.undone', { at: momentOf(one.undoneAt, i18n.language) })}` : ''}
        </small>
      </span>
      {one.undoneAt === null && mayUndo ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowBackUp size={15} />}
          disabled={!one.undoable || busy}
          title={one.undoable ? undefined : t('past.blocked')}
          onClick={() => onUndo(one.id)}
        >
          {t('undo')}
        </Button>
      ) : null}
    </li>
  );
}

/** What was merged, split and moved here, and the way back. */
export function PastDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { t } = useTranslation('regroup');
  const [busy, setBusy] = useState(false);
  const { undo } = useRegroup(conversation.id);
  const past = useQuery({
    queryKey: ['regroupings', conversation.id],
    queryFn: ({ signal }) => call(listRegroupings, { params: { id: conversation.id } }, { signal }),
    gcTime: 0,
  });
  const items = past.data?.items;
  const onUndo = (id: string) => {
    setBusy(true);
    void undo(id).then((done) => (done ? onClose() : setBusy(false)));
  };
  return (
    <Modal opened onClose={onClose} title={t('conversations:regroup.pastTitle')} size={560}>
      {past.error ? (
        <ErrorState error={past.error} onRetry={() => void past.refetch()} />
      ) : items ? (
        <ol className={classes.targets}>
          {items.map((one) => (
            <Row key={one.id} one={one} here={conversation.id} onUndo={onUndo} busy={busy} />
          ))}
          {items.length === 0 ? <li className={classes.none}>{t('past.none')}</li> : null}
        </ol>
      ) : (
        <ListLoading rows={2} />
      )}
    </Modal>
  );
}
