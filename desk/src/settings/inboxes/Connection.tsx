import { Text } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { changeInbox, type Inbox } from '@meada/contract/routes/inboxes';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannel } from '../../api/queries.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { Guide } from './Guide.tsx';
import classes from './inboxes.module.css';
import { ManifestFields, type WithSettings } from './ManifestFields.tsx';
import { formValues, sentSettings } from './manifest.ts';

/** The channel's own settings, with its guide beside them. */
export function Connection({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const channel = useChannel(inbox.channel);
  const values = useMemo(
    () => ({ settings: formValues({ settings: channel?.settings ?? [] }, inbox.settings) }),
    [channel, inbox.settings],
  );
  const saved = useSavedForm<WithSettings>({
    values,
    done: t('kit.saved'),
    save: async ({ settings }) => {
      if (!channel) return;
      const body = { settings: sentSettings(channel, settings, values.settings) };
      const answer = await call(changeInbox, { params: { id: inbox.id }, body });
      await refresh(keys.inboxes);
      return answer;
    },
    // A new secret is kept from now on; its text leaves the page.
    after: ({ settings }) => ({
      settings: Object.fromEntries(
        Object.entries(settings).map(([name, value]) => {
          if (typeof value !== 'object') return [name, value];
          const set =
            value.change === 'keep'
              ? value.set
              : value.change === 'replace' && (value.set || value.text !== '');
          return [name, { set, change: set ? 'keep' : 'replace', text: '' }];
        }),
      ),
    }),
  });
  if (!channel) return <Text>{t('inbox.channelGone')}</Text>;
  return (
    <div className={classes.twoColumns} data-beside>
      <Section title={t('inbox.settings')} text={channel.description[locale]}>
        <FormFrame saved={saved}>
          <ManifestFields fields={channel.settings} control={saved.form.control} />
        </FormFrame>
      </Section>
      <Section title={t('inbox.guide')}>
        <Guide text={channel.setup[locale] || channel.setup['pt-BR']} inbox={inbox} />
      </Section>
    </div>
  );
}
