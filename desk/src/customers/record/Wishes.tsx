import { Button, Chip, Group, NumberInput, Select, Text } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import {
  dropPreference,
  type Preferences,
  type StatedPreference,
  statePreference,
} from '@meada/contract/routes/preferences';
import { IconClock, IconLanguage, IconMessages, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useChannels, useMay } from '../../api/queries.ts';
import { locales } from '../../i18n/locale.ts';
import { Section } from '../../settings/kit/Section.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { renew } from './queries.ts';
import classes from './record.module.css';
import { dayNames, usePreferenceWords } from './wishes.ts';

const shapes = { channel: IconMessages, hours: IconClock, language: IconLanguage };
const kinds = ['channel', 'hours', 'language'] as const;

type FormProps = { id: string; onDone(): void };

function Stating({ id, onDone }: FormProps) {
  const { t, i18n } = useTranslation('record');
  const channels = useChannels();
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  const [kind, setKind] = useState<(typeof kinds)[number]>('channel');
  const [chosen, setChosen] = useState<string | null>(null);
  const [hours, setHours] = useState({ days: [] as number[], from: 9, to: 18 });
  const state = useMutation({
    mutationFn: (value: StatedPreference) =>
      call(statePreference, { params: { id }, body: { value, source: 'customer' } }),
    onSuccess: () => {
      onDone();
      return renew(id);
    },
    onError: complain,
  });
  const chosenValue = (): StatedPreference | null => {
    if (kind === 'hours') return hours.from === hours.to ? null : { kind, hours };
    if (!chosen) return null;
    return kind === 'channel'
      ? { kind, channel: chosen }
      : { kind, locale: chosen as (typeof locales)[number] };
  };
  const value = chosenValue();
  return (
    <div className={classes.grid}>
      <Select
        label={t('wish.what')}
        allowDeselect={false}
        value={kind}
        onChange={(next) => {
          setKind(next as typeof kind);
          setChosen(null);
        }}
        data={kinds.map((one) => ({ value: one, label: t(`wish.${one}`) }))}
      />
      {kind === 'hours' ? (
        <Group grow align="flex-end">
          {(['from', 'to'] as const).map((side) => (
            <NumberInput
              key={side}
              label={t(`wish.${side}`)}
              min={0}
              max={24}
              suffix="h"
              value={hours[side]}
              onChange={(hour) => setHours({ ...hours, [side]: Number(hour) })}
            />
          ))}
        </Group>
      ) : (
        <Select
          label={t(`wish.${kind}`)}
          searchable={kind === 'channel'}
          value={chosen}
          onChange={setChosen}
          data={
            kind === 'channel'
              ? channels.map((one) => ({ value: one.id, label: one.name[i18n.language as Locale] }))
              : locales.map((one) => ({ value: one, label: names.of(one) ?? one }))
          }
        />
      )}
      {kind === 'hours' ? (
        <Chip.Group
          multiple
          value={hours.days.map(String)}
          onChange={(days) => setHours({ ...hours, days: days.map(Number).sort() })}
        >
          <Group gap={6} style={{ gridColumn: '1 / -1' }} role="group" aria-label={t('wish.days')}>
            {dayNames(i18n.language).map((name, day) => (
              <Chip key={name} value={String(day)} size="xs" variant="light">
                {name}
              </Chip>
            ))}
            <Text size="xs" c="dimmed">
              {t(hours.days.length === 0 ? 'wish.everyDay' : 'wish.theseDays')}
            </Text>
          </Group>
        </Chip.Group>
      ) : null}
      <Group gap="sm">
        <Button
          size="xs"
          disabled={!value}
          loading={state.isPending}
          onClick={() => value && state.mutate(value)}
        >
          {t('save')}
        </Button>
        <Button size="xs" variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </Group>
    </div>
  );
}

/** How the customer wants to be reached: what they said, and what their answers show with the reason. */
export function Wishes({ id, preferences }: { id: string; preferences: Preferences }) {
  const { t, i18n } = useTranslation('record');
  const may = useMay('customers.write');
  const words = usePreferenceWords();
  const [stating, setStating] = useState(false);
  const drop = useMutation({
    mutationFn: (kind: StatedPreference['kind']) => call(dropPreference, { params: { id, kind } }),
    onSuccess: () => renew(id),
    onError: complain,
  });
  return (
    <Section
      title={t('wish.title')}
      actions={
        may && !stating ? (
          <Button variant="light" size="xs" onClick={() => setStating(true)}>
            {t('wish.add')}
          </Button>
        ) : null
      }
    >
      {stating ? <Stating id={id} onDone={() => setStating(false)} /> : null}
      <ul className={classes.list}>
        {preferences.stated.map(({ value, source, by, note, at }) => {
          const Shape = shapes[value.kind];
          return (
            <li key={value.kind} className={classes.item}>
              <Shape size={19} stroke={1.6} aria-hidden />
              <div className={classes.itemText}>
                <b>{words(value)}</b>
                <small>
                  {t(source === 'customer' ? 'wish.saidByThem' : 'wish.saidForThem')}
                  {by ? ` · ${by}` : ''} · {momentOf(at, i18n.language)}
                </small>
                {note ? <small>{note}</small> : null}
              </div>
              {may ? (
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  px={6}
                  aria-label={`${t('wish.drop')}: ${words(value)}`}
                  onClick={() => drop.mutate(value.kind)}
                >
                  <IconX size={16} />
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {preferences.learned.map(({ value, reason }) => (
        <div key={value.kind} className={classes.learned}>
          <p>{t(`wish.learned_${value.kind}`, { what: words(value) })}</p>
          <small>
            {t('wish.because', {
              answers: reason.answers,
              of: reason.of,
              share: Math.round(reason.share * 100),
            })}
          </small>
        </div>
      ))}
      {preferences.stated.length + preferences.learned.length === 0 && !stating ? (
        <p style={{ margin: 0, fontSize: 14, color: 'var(--ink-faint)' }}>{t('wish.none')}</p>
      ) : null}
    </Section>
  );
}
