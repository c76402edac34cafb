import { ActionIcon, Button, MultiSelect, Select } from '@mantine/core';
import type { CannedWording } from '@meada/contract/canned';
import type { Locale } from '@meada/contract/primitives';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import classes from './canned.module.css';
import { WordsField } from './WordsField.tsx';

export type KeyedWording = CannedWording & { key: string };
type Props = { list: KeyedWording[]; onChange(list: KeyedWording[]): void };

const locales: Locale[] = ['pt-BR', 'en', 'es'];

/** The same reply in other words: shorter for one channel, richer for another, in the customer's language. */
export function Wordings({ list, onChange }: Props) {
  const { t, i18n } = useTranslation('canned');
  const channels = useChannels();
  const inUse = new Set(useInboxRefs().map((inbox) => inbox.channel));
  const named = list.flatMap((one) => one.channels);
  const offered = channels
    .filter((channel) => inUse.has(channel.id) || named.includes(channel.id))
    .map((channel) => ({ value: channel.id, label: channel.name[i18n.language as Locale] }));
  const languages = new Intl.DisplayNames([i18n.language], { type: 'language' });
  const set = (key: string, some: Partial<CannedWording>) =>
    onChange(list.map((one) => (one.key === key ? { ...one, ...some } : one)));
  const add = () =>
    onChange([...list, { key: crypto.randomUUID(), channels: [], locale: null, text: '', html: null }]);
  return (
    <section className={classes.wordings} aria-label={t('wordings')}>
      <h3>{t('wordings')}</h3>
      <p>{t('wordingsHelp')}</p>
      {list.map((one) => (
        <div key={one.key} className={classes.wording}>
          <div className={classes.where}>
            <MultiSelect
              label={t('forChannels')}
              placeholder={one.channels.length === 0 ? t('anyChannel') : undefined}
              data={offered}
              value={one.channels}
              onChange={(chosen) => set(one.key, { channels: chosen })}
            />
            <Select
              label={t('inLanguage')}
              data={[
                { value: '', label: t('ownLanguage') },
                ...locales.map((value) => ({ value, label: languages.of(value) ?? value })),
              ]}
              allowDeselect={false}
              value={one.locale ?? ''}
              onChange={(value) => set(one.key, { locale: (value || null) as Locale | null })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('dropWording')}
              title={t('dropWording')}
              onClick={() => onChange(list.filter(({ key }) => key !== one.key))}
            >
              <IconTrash size={18} />
            </ActionIcon>
          </div>
          <WordsField words={one} label={t('text')} onChange={(some) => set(one.key, some)} />
        </div>
      ))}
      {list.length < 20 ? (
        <Button variant="light" size="xs" leftSection={<IconPlus size={16} />} onClick={add}>
          {t('addWording')}
        </Button>
      ) : null}
    </section>
  );
}
