import { Button, Modal, Textarea } from '@mantine/core';
import { type LegalHold, releaseHold } from '@meada/contract/routes/privacy';
import { IconGavel } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { dayWords } from './day.ts';
import { holdsQuery, privacyKey } from './queries.ts';

function Release({ hold, onClose }: { hold: LegalHold; onClose(): void }) {
  const { t } = useTranslation('privacy');
  const [reason, setReason] = useState('');
  const go = async () => {
    try {
      await call(releaseHold, { params: { id: hold.id }, body: { reason } });
      await refresh(privacyKey);
      onClose();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('holds.release')}
      centered
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Textarea
        label={t('holds.why')}
        autosize
        minRows={3}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <Button mt="md" disabled={reason.trim().length < 3} onClick={go}>
        {t('holds.release')}
      </Button>
    </Modal>
  );
}

/** What must not go; set on a customer's page. */
export function Holds() {
  const { t, i18n } = useTranslation('privacy');
  const { data, error, refetch } = useQuery(holdsQuery);
  const [open, setOpen] = useState<LegalHold | null>(null);
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <ListLoading rows={3} />;
  if (data.length === 0)
    return <EmptyState icon={IconGavel} title={t('holds.none')} text={t('holds.noneText')} />;
  return (
    <Section title={t('tab.holds')} text={t('holds.noneText')}>
      <Rows label={t('tab.holds')}>
        {data.map((hold) => (
          <Row
            key={hold.id}
            title={
              <Link to="/customers/$customerId" params={{ customerId: hold.customerId }}>
                {hold.customerName ?? t('requests.nobody')}
              </Link>
            }
            text={`${hold.reason} · ${momentOf(hold.createdAt, i18n.language)}${hold.until ? ` · ${t('holds.until', { day: dayWords(hold.until, i18n.language) })}` : ''}`}
            end={
              hold.stands ? (
                <Button variant="default" size="xs" onClick={() => setOpen(hold)}>
                  {t('holds.release')}
                </Button>
              ) : (
                <Pill>{t('holds.over')}</Pill>
              )
            }
          />
        ))}
      </Rows>
      {open ? <Release hold={open} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}
