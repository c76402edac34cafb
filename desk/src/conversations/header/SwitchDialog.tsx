import { Button, CopyButton, Modal, Text } from '@mantine/core';
import { switchTargets } from '@meada/contract/routes/conversations';
import { IconArrowsExchange, IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { call } from '../../api/call.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import classes from './header.module.css';

const qr = (link: string) => `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(link, { border: 0 }))}`;

/** Links (and QR codes, at the counter) by which the customer goes on in another channel, in this same conversation. */
export function SwitchDialog({ conversationId, onClose }: { conversationId: string; onClose: () => void }) {
  const { t } = useTranslation('conversations');
  const targets = useQuery({
    queryKey: ['switch', conversationId],
    queryFn: () => call(switchTargets, { params: { id: conversationId } }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Modal opened onClose={onClose} title={t('switch.title')} size="lg">
      <Text size="sm" c="dimmed">
        {t('switch.text')}
      </Text>
      {targets.isPending ? <ListLoading rows={3} /> : null}
      {targets.isError ? <ErrorState error={targets.error} onRetry={() => targets.refetch()} /> : null}
      {targets.data?.items.length === 0 ? (
        <EmptyState icon={IconArrowsExchange} title={t('switch.none')} />
      ) : null}
      {targets.data?.items.map((target) => (
        <div key={target.inboxId} className={classes.linkRow}>
          <div>
            <ChannelBadge channel={target.channel} size={20} label />
            <Text size="xs" c="dimmed">
              {target.name}
            </Text>
            <code>{target.link}</code>
            <CopyButton value={target.link}>
              {({ copied, copy }) => (
                <Button
                  size="xs"
                  variant="light"
                  leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                  onClick={copy}
                >
                  {t(copied ? 'header.copied' : 'switch.copy')}
                </Button>
              )}
            </CopyButton>
          </div>
          <img className={classes.qr} src={qr(target.link)} alt={t('switch.qr')} />
        </div>
      ))}
    </Modal>
  );
}
