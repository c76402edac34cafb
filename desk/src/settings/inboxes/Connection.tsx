import { Text } from '@mantine/core';
import type { ChannelInfo } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { changeInbox, type Inbox } from '@meada/contract/routes/inboxes';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useChannel } from '../../api/queries.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import classes from './inboxes.module.css';
import { type Fold, ManifestFields, useFold, type WithSettings } from './ManifestFields.tsx';
import { formValues, sentSettings } from './manifest.ts';
import { SetupGuide } from './SetupGuide.tsx';
import { SitePreview } from './SitePreview.tsx';

type FormProps = { inbox: Inbox; channel: ChannelInfo; fold: Fold; onSaved(): void };

function ConnectionForm({ inbox, channel, fold, onSaved }: FormProps) {
  const { t } = useTranslation('settings');
  const values = useMemo(
    () => ({ settings: formValues(channel, inbox.settings) }),
    [channel, inbox.settings],
  );
  const saved = useSavedForm<WithSettings>({
    values,
    done: t('kit.saved'),
    save: async ({ settings }) => {
      const body = { settings: sentSettings(channel, settings, values.settings) };
      await call(changeInbox, { params: { id: inbox.id }, body });
      await refresh(keys.inboxes);
      onSaved();
    },
  });
  return (
    <FormFrame saved={saved}>
      <ManifestFields fields={channel.settings} control={saved.form.control} fold={fold} />
      {channel.capabilities.embeds === 'buttons' ? (
        <SitePreview channel={channel} control={saved.form.control} />
      ) : null}
    </FormFrame>
  );
}

/** The channel's own settings, with its guide beside them. */
export function Connection({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const channel = useChannel(inbox.channel);
  // After saving the form begins anew: the text of a new secret leaves the page.
  const [round, setRound] = useState(0);
  const fold = useFold();
  if (!channel) return <Text>{t('inbox.channelGone')}</Text>;
  return (
    <div className={classes.twoColumns} data-beside>
      <Section title={t('inbox.settings')} text={channel.description[locale]}>
        <ConnectionForm
          key={round}
          inbox={inbox}
          channel={channel}
          fold={fold}
          onSaved={() => setRound(round + 1)}
        />
      </Section>
      <Section title={t('inbox.guide')}>
        <SetupGuide channel={channel.id} inbox={inbox} />
      </Section>
    </div>
  );
}
