import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ChannelInfo } from '@meada/contract/channels';
import { type Identity, listCustomers, readCustomer } from '@meada/contract/routes/customers';
import { IconUserPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { Face } from '../../ui/Face.tsx';
import { ErrorLine } from '../../ui/States.tsx';
import { useSettled } from '../../ui/time.ts';
import classes from './start.module.css';

/** Whom the conversation is with, as the call wants it and as the screen shows it. */
export type Whom = {
  label: string;
  body: {
    customerId?: string;
    identityId?: string;
    address?: { kind: string; value: string; name?: string };
  };
};
type Props = {
  customerId: string | null;
  channel: ChannelInfo | undefined;
  whom: Whom | null;
  onChoose: (whom: Whom | null) => void;
};

/** Kind of a new address: what the channel calls the addresses of humans. Whether the text is one, the server says. */
const kindOf = (text: string, channel: ChannelInfo | undefined): string | null =>
  text.length < 3 ? null : (channel?.identityKinds?.find((one) => !one.anonymous)?.kind ?? null);

/** A known customer by name or address, or a new one by address. */
export function CustomerPicker({ customerId, channel, whom, onChoose }: Props) {
  const { t } = useTranslation('conversations');
  const [words, setWords] = useState('');
  const wanted = useSettled(words.trim());
  const given = useQuery({
    queryKey: keys.customer(customerId ?? ''),
    enabled: customerId !== null,
    queryFn: () => call(readCustomer, { params: { id: customerId ?? '' } }),
  });
  useEffect(() => {
    if (given.data && !whom)
      onChoose({ label: given.data.name ?? given.data.display, body: { customerId: given.data.id } });
  }, [given.data, whom, onChoose]);
  const found = useQuery({
    queryKey: keys.customerList(wanted),
    enabled: wanted.length >= 2 && !whom,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call(listCustomers, { query: { query: wanted, limit: 6 } }, { signal }),
  });
  const kind = kindOf(wanted, channel);
  if (whom) {
    return (
      <div>
        <Text size="sm" fw={500} mb={4}>
          {t('start.whom')}
        </Text>
        <Group gap="sm">
          <Text>{whom.label}</Text>
          <Button size="compact-sm" variant="subtle" onClick={() => onChoose(null)}>
            {t('start.other')}
          </Button>
        </Group>
        {whom.body.customerId && channel ? (
          <AddressPicker key={whom.body.customerId} whom={whom} onChoose={onChoose} />
        ) : null}
      </div>
    );
  }
  return (
    <Stack gap={4}>
      <TextInput
        data-autofocus
        label={t('start.whom')}
        placeholder={t('start.search')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found.error ? <ErrorLine error={found.error} onRetry={found.refetch} /> : null}
      {found.data?.items.map((one) => (
        <button
          key={one.id}
          type="button"
          className={classes.found}
          onClick={() => onChoose({ label: one.name ?? one.display, body: { customerId: one.id } })}
        >
          <Face name={one.name} id={one.id} url={one.avatarUrl} size={28} />
          <span>
            {one.name ?? one.display}
            <small>{[one.email, one.phone].filter(Boolean).join(' · ')}</small>
          </span>
        </button>
      ))}
      {kind ? (
        <button
          type="button"
          className={classes.found}
          onClick={() => onChoose({ label: wanted, body: { address: { kind, value: wanted } } })}
        >
          <IconUserPlus size={20} aria-hidden />
          <span>{t('start.newAddress', { address: wanted })}</span>
        </button>
      ) : null}
    </Stack>
  );
}

/** Which of the customer's addresses, when there is a choice; the server takes the fitting one by itself. */
function AddressPicker({ whom, onChoose }: { whom: Whom; onChoose: (whom: Whom) => void }) {
  const { t } = useTranslation('conversations');
  const id = whom.body.customerId ?? '';
  const customer = useQuery({
    queryKey: keys.customer(id),
    queryFn: () => call(readCustomer, { params: { id } }),
  });
  const list: Identity[] = customer.data?.identities ?? [];
  if (list.length < 2) return null;
  return (
    <Group gap={6} mt={6} role="group" aria-label={t('start.address')}>
      {list.map((identity) => (
        <Button
          key={identity.id}
          size="compact-sm"
          variant={whom.body.identityId === identity.id ? 'filled' : 'default'}
          aria-pressed={whom.body.identityId === identity.id}
          onClick={() =>
            onChoose({
              ...whom,
              body: {
                customerId: id,
                identityId: whom.body.identityId === identity.id ? undefined : identity.id,
              },
            })
          }
        >
          {identity.display}
        </Button>
      ))}
    </Group>
  );
}
