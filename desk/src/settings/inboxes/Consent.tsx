import { Alert, Button, Group } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { beginConsent, dropConsent } from '@meada/contract/routes/consents';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { IconAlertTriangle, IconLogin2, IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { useChannel } from '../../api/queries.ts';
import { complain, complainOf, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

/** Signing in at the account's provider instead of giving a password; how that stands, and again when it ended. */
export function ConsentSection({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('letter');
  const channel = useChannel(inbox.channel);
  const { consent } = inbox;
  const begin = useMutation({
    mutationFn: (provider: string) => call(beginConsent, { params: { id: inbox.id }, body: { provider } }),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: (error) => (codeOf(error) === 'refused' ? complainOf(t('consent.noClient')) : complain(error)),
  });
  const drop = useMutation({
    mutationFn: () => call(dropConsent, { params: { id: inbox.id } }),
    onSuccess: async () => {
      await refresh(keys.inboxes);
      say(t('consent.dropped'));
    },
    onError: complain,
  });
  const offers = channel?.consents ?? [];
  if (offers.length === 0) return null;
  const shown = consent ? offers.filter((one) => one.provider === consent.provider) : offers;
  return (
    <Section title={t('consent.title')} text={t('consent.text')}>
      {consent ? (
        <Alert
          mb="md"
          variant="light"
          color={consent.state === 'given' ? 'teal' : 'red'}
          icon={consent.state === 'given' ? <IconShieldCheck size={18} /> : <IconAlertTriangle size={18} />}
        >
          <span style={{ color: 'var(--ink)' }}>
            {t(consent.state === 'given' ? 'consent.given' : 'consent.withdrawn', {
              account: consent.account,
            })}
          </span>
        </Alert>
      ) : null}
      <Group gap="sm">
        {shown.map(({ provider, label }) => (
          <Button
            key={provider}
            variant={consent?.state === 'given' ? 'default' : 'filled'}
            leftSection={<IconLogin2 size={18} />}
            loading={begin.isPending && begin.variables === provider}
            onClick={() => begin.mutate(provider)}
          >
            {consent ? t('consent.again') : label[i18n.language as Locale]}
          </Button>
        ))}
        {consent ? (
          <Button variant="subtle" color="gray" loading={drop.isPending} onClick={() => drop.mutate()}>
            {t('consent.drop')}
          </Button>
        ) : null}
      </Group>
    </Section>
  );
}
