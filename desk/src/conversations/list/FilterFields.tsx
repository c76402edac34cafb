import { Button, NativeSelect, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInboxRefs, useLabels, usePeople, useTeams } from '../../api/queries.ts';
import type { ListSearch } from '../../app/search.ts';

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void; chosen: number };
const statuses = ['open', 'pending', 'snoozed', 'resolved', 'any'] as const;
const named = (list: { id: string; name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** Status, inbox, label, team and assignee, each a choice. */
export function FilterFields({ search, change, chosen }: Props) {
  const { t } = useTranslation('conversations');
  const inboxes = useInboxRefs();
  const labels = useLabels();
  const teams = useTeams();
  const people = usePeople();
  const any = { value: '', label: t('filter.any') };
  const fields = [
    { name: 'inbox', data: named(inboxes) },
    { name: 'label', data: named(labels) },
    { name: 'team', data: named(teams) },
    { name: 'who', data: named(people.filter((person) => person.active)) },
  ] as const;
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('filter.status')}
        value={search.status ?? (search.q || search.view === 'scheduled' ? 'any' : 'open')}
        data={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(event) => change({ status: event.currentTarget.value as ListSearch['status'] })}
      />
      <NativeSelect
        label={t('filter.side')}
        value={search.side ?? ''}
        data={[
          any,
          { value: 'public', label: t('filter.sidePublic') },
          { value: 'private', label: t('filter.sidePrivate') },
        ]}
        onChange={(event) => change({ side: (event.currentTarget.value || undefined) as ListSearch['side'] })}
      />
      {fields.map(({ name, data }) => (
        <NativeSelect
          key={name}
          label={t(`filter.${name}`)}
          value={search[name] ?? ''}
          data={[any, ...data]}
          onChange={(event) => change({ [name]: event.currentTarget.value || undefined })}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        disabled={chosen === 0}
        onClick={() =>
          change({
            status: undefined,
            inbox: undefined,
            label: undefined,
            team: undefined,
            who: undefined,
            side: undefined,
          })
        }
      >
        {t('list.clear')}
      </Button>
    </Stack>
  );
}
