import { Button, NativeSelect, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInboxRefs, useLabels, usePeople, useTeams } from '../../api/queries.ts';
import type { ListSearch } from '../../app/search.ts';
import { categories, ofCategory, useStatuses } from '../statuses/statuses.ts';

type Props = { search: ListSearch; change: (some: Partial<ListSearch>) => void; chosen: number };
const statuses = ['open', 'pending', 'snoozed', 'resolved', 'any'] as const;
const ratings = ['good', 'neutral', 'bad', 'any'] as const;
const named = (list: { id: string; name: string }[]) =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** Status, inbox, label, team and assignee, each a choice. */
export function FilterFields({ search, change, chosen }: Props) {
  const { t } = useTranslation('conversations');
  const { t: s } = useTranslation('surveys');
  const inboxes = useInboxRefs();
  const labels = useLabels();
  const teams = useTeams();
  const people = usePeople();
  const own = useStatuses();
  /** A category, or one of the firm's own with its category. */
  const chooseStatus = (value: string) => {
    const chosen = own.find((one) => one.id === value);
    change(
      chosen
        ? { status: chosen.category, own: chosen.id }
        : { status: value as ListSearch['status'], own: undefined },
    );
  };
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
        value={search.own ?? search.status ?? (search.q || search.view === 'scheduled' ? 'any' : 'open')}
        data={[
          ...statuses.map((value) => ({ value: value as string, label: t(`status.${value}`) })),
          ...categories.flatMap((category) => {
            const items = ofCategory(own, category, true).map(({ id, name }) => ({ value: id, label: name }));
            return items.length > 0 ? [{ group: t(`status.${category}`), items }] : [];
          }),
        ]}
        onChange={(event) => chooseStatus(event.currentTarget.value)}
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
      <NativeSelect
        label={t('filter.rating')}
        value={search.rating ?? ''}
        data={[any, ...ratings.map((value) => ({ value, label: s(`filter.${value}`) }))]}
        onChange={(event) =>
          change({ rating: (event.currentTarget.value || undefined) as ListSearch['rating'] })
        }
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
            own: undefined,
            inbox: undefined,
            label: undefined,
            team: undefined,
            who: undefined,
            side: undefined,
            rating: undefined,
          })
        }
      >
        {t('list.clear')}
      </Button>
    </Stack>
  );
}
