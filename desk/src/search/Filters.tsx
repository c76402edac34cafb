import { Button, Chip, NativeSelect, TextInput } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs, useLabels, usePeople } from '../api/queries.ts';
import { useStatuses } from '../conversations/statuses/statuses.ts';
import { chosenOf, type SearchAddress, withoutFilters } from './address.ts';
import classes from './search.module.css';

type Props = { address: SearchAddress; change: (address: SearchAddress) => void };

/** Without what the other filters leave no room for: an inbox of another channel, a side of a note. */
function fitting(address: SearchAddress, inboxes: readonly { id: string; channel: string }[]): SearchAddress {
  const inbox = inboxes.find(({ id }) => id === address.inbox);
  const isElsewhere =
    address.channel !== undefined && inbox !== undefined && inbox.channel !== address.channel;
  return {
    ...address,
    ...(isElsewhere ? { inbox: undefined } : {}),
    ...(address.by === 'note' ? { side: undefined } : {}),
  };
}

const named = (list: { id: string; name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** Channels that have an inbox, by their names; none where there is but one. */
function useChannelChoices(chosen: string | undefined) {
  const { i18n } = useTranslation();
  const channels = useChannels();
  const used = new Set([...useInboxRefs().map(({ channel }) => channel), ...(chosen ? [chosen] : [])]);
  const named = [...used].map((value) => {
    const known = channels.find(({ id }) => id === value);
    return { value, label: known?.name[i18n.language as Locale] ?? value };
  });
  if (named.length < 2 && !chosen) return [];
  return named.sort((a, b) => a.label.localeCompare(b.label, i18n.language));
}

/** Who said it, when, where: each narrows what is found. */
export function Filters({ address, change }: Props) {
  const { t } = useTranslation('search');
  const inboxes = useInboxRefs();
  const labels = useLabels();
  const people = usePeople();
  const statuses = useStatuses();
  const channels = useChannelChoices(address.channel);
  const ofChannel = inboxes.filter(({ channel }) => !address.channel || channel === address.channel);
  const set = (some: Partial<SearchAddress>) => change(fitting({ ...address, ...some }, inboxes));
  const choices = [
    {
      name: 'by',
      data: (['customer', 'person', 'note', 'bot'] as const).map((value) => ({
        value: value as string,
        label: t(`by.${value}`),
      })),
    },
    { name: 'who', data: named(people) },
    {
      name: 'side',
      data: ['public', 'private'].map((value) => ({ value, label: t(`side.${value}`) })),
    },
    { name: 'channel', data: channels },
    { name: 'inbox', data: named(ofChannel) },
    { name: 'owner', data: named(people) },
    { name: 'label', data: named(labels) },
    { name: 'own', data: named(statuses) },
    {
      name: 'status',
      data: ['open', 'pending', 'snoozed', 'resolved'].map((value) => ({
        value,
        label: t(`conversations:status.${value}`),
      })),
    },
  ] as const;
  return (
    <fieldset className={classes.filters} aria-label={t('filters')}>
      {choices
        .filter(({ name, data }) => data.length > 0 && !(name === 'side' && address.by === 'note'))
        .map(({ name, data }) => (
          <NativeSelect
            key={name}
            size="xs"
            aria-label={t(`filter.${name}`)}
            value={address[name] ?? ''}
            data={[{ value: '', label: t(`any.${name}`) }, ...data]}
            onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
          />
        ))}
      {(['from', 'until'] as const).map((name) => (
        <span key={name} className={classes.day}>
          <span aria-hidden>{t(`filter.${name}`)}</span>
          <TextInput
            size="xs"
            aria-label={t(`filter.${name}`)}
            type="date"
            value={address[name] ?? ''}
            min={name === 'until' ? address.from : undefined}
            max={name === 'from' ? address.until : undefined}
            onChange={(event) => set({ [name]: event.currentTarget.value || undefined })}
          />
        </span>
      ))}
      <Chip
        size="xs"
        checked={address.files === '1'}
        onChange={(checked) => set({ files: checked ? '1' : undefined })}
      >
        {t('withFiles')}
      </Chip>
      {chosenOf(address) > 0 ? (
        <Button size="compact-xs" variant="subtle" onClick={() => change(withoutFilters(address))}>
          {t('clearFilters')}
        </Button>
      ) : null}
    </fieldset>
  );
}
