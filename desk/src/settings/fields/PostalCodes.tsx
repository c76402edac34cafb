import { Select, TextInput } from '@mantine/core';
import { changePostalSettings, readPostalSettings } from '@meada/contract/routes/postal';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { complain, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

const key = [...keys.settings, 'postal'];

/** Whom the firm asks for the street of a CEP; nobody unless it chooses. */
export function PostalCodes() {
  const { t } = useTranslation('record');
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(readPostalSettings, undefined, { signal }),
  });
  const [address, setAddress] = useState('');
  useEffect(() => setAddress(data?.address ?? ''), [data?.address]);
  const save = useMutation({
    mutationFn: (body: { provider: string | null; address: string | null }) =>
      call(changePostalSettings, { body }),
    onSuccess: () => {
      say(t('saved'));
      return refresh(key);
    },
    onError: complain,
  });
  if (!data) return null;
  return (
    <Section title={t('postal.title')} text={t('postal.text')}>
      <Select
        maw={360}
        label={t('postal.who')}
        placeholder={t('postal.nobody')}
        clearable
        data={data.providers.map(({ id, name }) => ({ value: id, label: name }))}
        value={data.provider}
        onChange={(provider) => save.mutate({ provider, address: null })}
      />
      {data.provider ? (
        <TextInput
          mt="md"
          maw={360}
          label={t('postal.address')}
          description={t('postal.addressHelp')}
          placeholder={data.providers.find(({ id }) => id === data.provider)?.address}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
          onBlur={() =>
            address !== (data.address ?? '') &&
            save.mutate({ provider: data.provider, address: address.trim() || null })
          }
        />
      ) : null}
    </Section>
  );
}
