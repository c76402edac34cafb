import { Alert } from '@mantine/core';
import { listPackages } from '@meada/contract/routes/privacy';
import { IconGavel } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { Row, Rows } from '../../settings/kit/Rows.tsx';
import { Pill } from '../../settings/kit/Section.tsx';
import { dayWords } from '../../settings/privacy/day.ts';
import { holdsQuery, requestsQuery } from '../../settings/privacy/queries.ts';
import { Due } from '../../settings/privacy/RequestParts.tsx';
import { momentOf } from '../../ui/time.ts';

const packagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'packages'],
    queryFn: ({ signal }) => call(listPackages, { params: { id } }, { signal }).then((one) => one.items),
    refetchInterval: (query) =>
      query.state.data?.some(({ state }) => state === 'queued' || state === 'working') ? 2000 : false,
  });

/** Why nothing of this customer may be erased now. */
export function StandingHolds({ id }: { id: string }) {
  const { t, i18n } = useTranslation('privacy');
  const { data = [] } = useQuery(holdsQuery);
  const standing = data.filter((hold) => hold.stands && hold.rootId === id);
  return standing.map((hold) => (
    <Alert
      key={hold.id}
      color="yellow"
      variant="light"
      mb="md"
      icon={<IconGavel size={18} aria-hidden />}
      title={t('holds.standing')}
      styles={{ title: { color: 'var(--ink)' } }}
    >
      <span style={{ overflowWrap: 'anywhere' }}>
        {t('holds.standingText', {
          reason: hold.reason,
          until: hold.until
            ? t('holds.until', { day: dayWords(hold.until, i18n.language) })
            : t('holds.open'),
        })}{' '}
        <Link to="/settings/$" params={{ _splat: 'privacy/holds' }} style={{ color: 'var(--accent)' }}>
          {t('holds.release')}
        </Link>
      </span>
    </Alert>
  ));
}

/** What they asked for and waits. */
export function TheirRequests({ id }: { id: string }) {
  const { t, i18n } = useTranslation('privacy');
  const { data = [] } = useQuery(requestsQuery(false));
  const own = data.filter(({ customerId }) => customerId === id);
  if (own.length === 0) return null;
  return (
    <Rows label={t('requests.theirs')}>
      {own.map((request) => (
        <Row
          key={request.id}
          title={
            <Link to="/settings/$" params={{ _splat: `privacy/requests/${request.id}` }}>
              {t(`kind.${request.kind}`)}
            </Link>
          }
          text={`${t(`state.${request.state}`)} · ${momentOf(request.createdAt, i18n.language)}`}
          end={<Due request={request} />}
        />
      ))}
    </Rows>
  );
}

/** Packages that were made, the newest first. */
export function Packages({ id }: { id: string }) {
  const { t, i18n } = useTranslation('privacy');
  const { data = [] } = useQuery(packagesQuery(id));
  if (data.length === 0) return null;
  return (
    <Rows label={t('package.title')}>
      {data.map((one) => (
        <Row
          key={one.id}
          title={`${t('package.title')} · ${momentOf(one.createdAt, i18n.language)}`}
          text={
            one.expiresAt && one.url
              ? t('package.until', { at: momentOf(one.expiresAt, i18n.language) })
              : undefined
          }
          end={
            one.url ? (
              <a href={one.url}>{t('package.download')}</a>
            ) : (
              <Pill tone={one.state === 'failed' ? 'danger' : undefined}>
                {t(`packageState.${one.state}`)}
              </Pill>
            )
          }
        />
      ))}
    </Rows>
  );
}
