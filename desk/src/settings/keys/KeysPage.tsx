import { Button } from '@mantine/core';
import type { ResponseOf } from '@meada/contract/route';
import { type listKeys, revokeKey } from '@meada/contract/routes/people';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { useNow } from '../../ui/time.ts';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { apiKeysQuery, refresh } from '../queries.ts';
import { KeyDialog } from './KeyDialog.tsx';

type ApiKey = ResponseOf<typeof listKeys>['items'][number];

function KeyRow({ apiKey: key, onRevoke }: { apiKey: ApiKey; onRevoke(): void }) {
  const { t } = useTranslation('settings');
  const now = useNow();
  return (
    <Row
      start={<IconKey size={22} stroke={1.5} aria-hidden />}
      title={
        <>
          {key.name} <Pill>{key.prefix}…</Pill>
          {key.expiresAt && Date.parse(key.expiresAt) < now ? (
            <Pill tone="danger">{t('apiKey.expired')}</Pill>
          ) : null}
        </>
      }
      text={
        <>
          {key.scopes.map((scope) => t(`permission.${scope}`)).join(' · ')}
          <br />
          {key.usedAt ? (
            <>
              {t('apiKey.used')} <RelativeTime at={key.usedAt} />
            </>
          ) : (
            t('apiKey.unused')
          )}
          {' · '}
          {key.expiresAt ? (
            <>
              {t('apiKey.expires')} <RelativeTime at={key.expiresAt} />
            </>
          ) : (
            t('apiKey.forever')
          )}
        </>
      }
      end={
        <Button
          variant="default"
          size="xs"
          aria-label={`${t('apiKey.revoke')}: ${key.name}`}
          onClick={onRevoke}
        >
          {t('apiKey.revoke')}
        </Button>
      }
    />
  );
}

/** Keys of other systems. */
export function KeysPage() {
  const { t } = useTranslation('settings');
  const { data, error, refetch } = useQuery(apiKeysQuery);
  const [adding, setAdding] = useState(false);
  const { ask, dialog } = useConfirm();
  const revoke = async (id: string) => {
    await call(revokeKey, { params: { id } });
    await refresh(apiKeysQuery.queryKey);
    say(t('apiKey.revoked'));
  };
  const askRevoke = (key: ApiKey) =>
    ask({
      title: t('apiKey.revokeTitle', { name: key.name }),
      text: t('apiKey.revokeText'),
      action: t('apiKey.revoke'),
      danger: true,
      act: () => revoke(key.id),
    });
  const add = (
    <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
      {t('apiKey.add')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('page.keys')} text={t('apiKey.text')}>
        {data?.length ? add : null}
      </PageHeader>
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={3} /> : null}
      {data?.length === 0 ? (
        <EmptyState icon={IconKey} title={t('apiKey.none.title')} text={t('apiKey.none.text')}>
          {add}
        </EmptyState>
      ) : null}
      {data?.length ? (
        <Section>
          <Rows label={t('page.keys')}>
            {data.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRevoke={() => askRevoke(key)} />
            ))}
          </Rows>
        </Section>
      ) : null}
      {adding ? <KeyDialog onClose={() => setAdding(false)} /> : null}
      {dialog}
    </>
  );
}
