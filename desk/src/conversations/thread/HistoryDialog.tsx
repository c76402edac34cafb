import { Modal } from '@mantine/core';
import { listVersions } from '@meada/contract/routes/messages';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import classes from './thread.module.css';

/** What a message said before it was edited or deleted, and by whom that was ended. */
export function HistoryDialog({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const { t, i18n } = useTranslation('conversations');
  const versions = useQuery({
    queryKey: ['versions', messageId],
    queryFn: ({ signal }) => call(listVersions, { params: { id: messageId } }, { signal }),
    gcTime: 0,
  });
  const items = versions.data?.items;
  return (
    <Modal opened onClose={onClose} title={t('message.history')}>
      {versions.error ? (
        <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
      ) : items ? (
        <ol className={classes.versions}>
          {items.map((one) => (
            <li key={one.endedAt}>
              <p>{one.text}</p>
              <small>
                {t('message.until', {
                  at: momentOf(one.endedAt, i18n.language),
                  by: one.by ?? t('author.customer'),
                })}
              </small>
            </li>
          ))}
          {items.length === 0 ? <li>{t('message.noHistory')}</li> : null}
        </ol>
      ) : (
        <ListLoading rows={2} />
      )}
    </Modal>
  );
}
