import { Button, Chip, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInboxRefs, useLabels, usePeople } from '../api/queries.ts';
import { useStatuses } from '../conversations/statuses/statuses.ts';
import { chosenOf, type SearchAddress, withoutFilters } from './address.ts';
import classes from './search.module.css';

type Props = { address: SearchAddress; change: (address: SearchAddress) => void };
const named = (list: { id: string; name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** Who said it, when, where: each narrows what is found. */
export function Filters({ address, change }: Props) {
  const { t } = useTranslation('search');
  const inboxes = useInboxRefs();
  const labels = useLabels();
  const people = usePeople();
  const statuses = useStatuses();
  const set = (some: Partial<SearchAddress>) => change({ ...address, ...some });
  const choices = [
    {
      name: 'by',
      data: (['customer', 'person', 'note', 'bot'] as const).map((value) => ({
        value: value as string,
        label: t(`by.${value}`),
      })),
    },
    { name: 'who', data: named(people) },
    { name: 'inbox', data: named(inboxes) },
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
        .filter(({ data }) => data.length > 0)
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
