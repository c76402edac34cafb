import { Button, Group, Stack, Text } from '@mantine/core';
import { type ConsentStanding, readConsents } from '@meada/contract/routes/customer-consents';
import { makePackage } from '@meada/contract/routes/privacy';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { Row, Rows } from '../../settings/kit/Rows.tsx';
import { Pill, Section } from '../../settings/kit/Section.tsx';
import { NewRequest } from '../../settings/privacy/NewRequest.tsx';
import { refresh } from '../../settings/queries.ts';
import { momentOf } from '../../ui/time.ts';
import { complain, say } from '../../ui/toast.ts';
import { ConsentDialog } from './ConsentDialog.tsx';
import { EraseDialog } from './EraseDialog.tsx';
import { HoldDialog } from './HoldDialog.tsx';
import { Packages, StandingHolds, TheirRequests } from './Rights.tsx';
import { useWords } from './useWords.ts';

export const consentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['customer', id, 'consents'],
    queryFn: ({ signal }) => call(readConsents, { params: { id } }, { signal }),
  });
function Standing({ one }: { one: ConsentStanding }) {
  const { t, i18n } = useTranslation('privacy');
  const name = useWords();
  const since = one.since ? ` · ${momentOf(one.since, i18n.language)}` : '';
  const places = one.exceptions.map(
    (place) => `${place.address ?? place.channel ?? ''}: ${t(`because.${place.because}`)}`,
  );
  return (
    <Row
      title={name(one.purpose)}
      text={[`${t(`because.${one.because}`)}${since}`, ...places].join(' · ')}
      end={<Pill tone={one.allowed ? 'good' : 'warn'}>{t(one.allowed ? 'consent.yes' : 'consent.no')}</Pill>}
    />
  );
}

function Consents({ id }: { id: string }) {
  const { t, i18n } = useTranslation('privacy');
  const { data } = useQuery(consentsQuery(id));
  const may = useMay('customers.write');
  const name = useWords();
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState(false);
  if (!data) return null;
  const purposeOf = (key: string | null) =>
    data.standing.find(({ purpose }) => purpose.name === key)?.purpose ?? null;
  return (
    <Section
      title={t('consent.title')}
      text={t('consent.text')}
      actions={
        may ? (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('consent.record')}
          </Button>
        ) : undefined
      }
    >
      <Rows label={t('consent.title')}>
        {data.standing.map((one) => (
          <Standing key={one.purpose.name} one={one} />
        ))}
      </Rows>
      {data.entries.length > 0 ? (
        <Button variant="subtle" size="xs" onClick={() => setAll(!all)} aria-expanded={all}>
          {t('consent.ledger', { count: data.entries.length })}
        </Button>
      ) : null}
      {all ? (
        <Rows label={t('consent.proof')}>
          {data.entries.map((entry) => (
            <Row
              key={entry.id}
              title={`${t(`entryState.${entry.state}`)}: ${entry.purpose ? name(purposeOf(entry.purpose) ?? { name: entry.purpose, label: entry.purpose }) : name(null)}`}
              text={[
                momentOf(entry.at, i18n.language),
                t(`source.${entry.source}`),
                entry.address ?? entry.channel,
                entry.shown && `“${entry.shown}”`,
                entry.note,
              ]
                .filter(Boolean)
                .join(' · ')}
            />
          ))}
        </Rows>
      ) : null}
      {open ? <ConsentDialog id={id} standing={data.standing} onClose={() => setOpen(false)} /> : null}
    </Section>
  );
}

/** What the law lets them ask of us: requests, packages, a hold, the erasure. */
function Rights({ id }: { id: string }) {
  const { t } = useTranslation('privacy');
  const [open, setOpen] = useState<'erase' | 'hold' | 'request' | null>(null);
  const navigate = useNavigate();
  const close = () => setOpen(null);
  const make = async () => {
    try {
      await call(makePackage, { params: { id }, body: {} });
      await refresh(['customer', id, 'packages']);
      say(t('package.asked'));
    } catch (error) {
      complain(error);
    }
  };
  return (
    <Section title={t('rights.title')} text={t('rights.text')}>
      <StandingHolds id={id} />
      <Group gap="sm">
        <Button variant="default" onClick={() => setOpen('request')}>
          {t('requests.new')}
        </Button>
        <Button variant="default" onClick={make}>
          {t('package.make')}
        </Button>
        <Button variant="default" onClick={() => setOpen('hold')}>
          {t('holds.set')}
        </Button>
        <Button color="red.9" onClick={() => setOpen('erase')}>
          {t('erase.open')}
        </Button>
      </Group>
      <Stack gap="xs" mt="md">
        <TheirRequests id={id} />
        <Packages id={id} />
      </Stack>
      <Text size="xs" c="dimmed" mt="xs">
        {t('rights.note')}
      </Text>
      {open === 'erase' ? <EraseDialog id={id} onClose={close} /> : null}
      {open === 'hold' ? <HoldDialog id={id} onClose={close} /> : null}
      {open === 'request' ? (
        <NewRequest
          customerId={id}
          onClose={close}
          onMade={(made) =>
            void navigate({ to: '/settings/$', params: { _splat: `privacy/requests/${made}` } })
          }
        />
      ) : null}
    </Section>
  );
}

/** What a customer allowed, and what the law lets them ask of us. */
export function PrivacySections({ id }: { id: string }) {
  const may = useMay('privacy.manage');
  return (
    <>
      <Consents id={id} />
      {may ? <Rights id={id} /> : null}
    </>
  );
}
