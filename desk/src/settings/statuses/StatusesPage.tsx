import { ActionIcon, Button, ColorSwatch } from '@mantine/core';
import { changeOwnStatus, orderStatuses } from '@meada/contract/routes/statuses';
import type { OwnCategory, Status } from '@meada/contract/statuses';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { categories, ofCategory, statusesQuery } from '../../conversations/statuses/statuses.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { complain } from '../../ui/toast.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { StatusDialog } from './StatusDialog.tsx';
import classes from './statuses.module.css';

const anew = () => refresh(keys.statuses, keys.lists, ['conversation']);

type RowProps = {
  status: Status;
  manages: boolean;
  /** Its neighbours above and below; none at an end. */
  up: (() => void) | null;
  down: (() => void) | null;
  onEdit(): void;
};

function StatusRow({ status, manages, up, down, onEdit }: RowProps) {
  const { t } = useTranslation('statuses');
  const { id, name, colour, isDefault, archived } = status;
  const archive = useMutation({
    mutationFn: () =>
      call(changeOwnStatus, {
        params: { id },
        body: { name, colour, isDefault: false, archived: !archived },
      }),
    onSuccess: anew,
    onError: complain,
  });
  const moves = [
    { to: up, label: t('up', { name }), icon: <IconArrowUp size={16} /> },
    { to: down, label: t('down', { name }), icon: <IconArrowDown size={16} /> },
  ];
  return (
    <Row
      start={<ColorSwatch color={colour} size={18} withShadow={false} aria-hidden />}
      title={
        <>
          <span className={classes.name}>{name}</span>
          {isDefault ? <Pill>{t('default')}</Pill> : null}
          {archived ? <Pill>{t('archived')}</Pill> : null}
        </>
      }
      end={
        manages ? (
          <span className={classes.ways}>
            {archived
              ? null
              : moves.map(({ to, label, icon }) => (
                  <ActionIcon
                    key={label}
                    variant="subtle"
                    color="gray"
                    c="var(--ink-soft)"
                    size="lg"
                    style={to === null ? { visibility: 'hidden' } : undefined}
                    aria-label={label}
                    title={label}
                    onClick={() => to?.()}
                  >
                    {icon}
                  </ActionIcon>
                ))}
            {archived ? null : (
              <Button
                size="xs"
                variant="default"
                onClick={onEdit}
                aria-label={`${t('settings:kit.edit')}: ${name}`}
              >
                {t('settings:kit.edit')}
              </Button>
            )}
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              loading={archive.isPending}
              onClick={() => archive.mutate()}
              aria-label={`${t(archived ? 'restore' : 'archive')}: ${name}`}
            >
              {t(archived ? 'restore' : 'archive')}
            </Button>
          </span>
        ) : null
      }
    />
  );
}

type Editing = { category: OwnCategory; status: Status | null };

/** The firm's own words for where a conversation stands, under the category that says what each means for the work. */
export function StatusesPage() {
  const { t } = useTranslation(['statuses', 'settings', 'conversations']);
  const list = useQuery(statusesQuery);
  const manages = useMay('statuses.manage');
  const [editing, setEditing] = useState<Editing | null>(null);
  const order = useMutation({
    mutationFn: (ids: string[]) => call(orderStatuses, { body: { ids } }),
    onSettled: anew,
    onError: complain,
  });
  const all = list.data ?? [];
  /** Changes places with a neighbour of the same category. */
  const swap = (status: Status, other: Status | undefined) => {
    if (!other) return null;
    return () => {
      const place = (one: Status) => (one.id === status.id ? other : one.id === other.id ? status : one);
      order.mutate(all.map((one) => place(one).id));
    };
  };
  return (
    <>
      <PageHeader title={t('settings:page.statuses')} text={t('text')} />
      {list.isPending ? <ListLoading rows={5} /> : null}
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data
        ? categories.map((category) => {
            const standing = ofCategory(all, category);
            const gone = ofCategory(all, category, true).filter((one) => one.archived);
            return (
              <Section
                key={category}
                title={t(`conversations:status.${category}`)}
                text={t(`meaning.${category}`)}
              >
                {standing.length + gone.length === 0 ? (
                  <p className={classes.none}>{t('none', { name: t(`conversations:status.${category}`) })}</p>
                ) : (
                  <Rows label={t(`conversations:status.${category}`)}>
                    {[...standing, ...gone].map((status) => {
                      const at = standing.indexOf(status);
                      return (
                        <StatusRow
                          key={status.id}
                          status={status}
                          manages={manages}
                          up={swap(status, standing[at - 1])}
                          down={at < 0 ? null : swap(status, standing[at + 1])}
                          onEdit={() => setEditing({ category, status })}
                        />
                      );
                    })}
                  </Rows>
                )}
                {manages ? (
                  <Button
                    variant="light"
                    size="sm"
                    mt="sm"
                    leftSection={<IconPlus size={16} />}
                    onClick={() => setEditing({ category, status: null })}
                    aria-label={t('addTo', { name: t(`conversations:status.${category}`) })}
                  >
                    {t('add')}
                  </Button>
                ) : null}
              </Section>
            );
          })
        : null}
      {editing ? (
        <StatusDialog {...editing} taken={all.length} onDone={anew} onClose={() => setEditing(null)} />
      ) : null}
    </>
  );
}
