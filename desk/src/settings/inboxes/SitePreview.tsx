import type { ChannelInfo } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { IconExternalLink, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import { type Control, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useChannels, useInboxRefs } from '../../api/queries.ts';
import { ChannelIcon } from './ChannelIcon.tsx';
import classes from './inboxes.module.css';
import type { WithSettings } from './ManifestFields.tsx';

type Shown = { id: string; name: string; of: ChannelInfo | undefined };
type Props = { channel: ChannelInfo; control: Control<WithSettings> };

const lines = (value: unknown): string[] =>
  typeof value === 'string' ? value.split('\n').filter(Boolean) : [];

/** How the buttons and the form will look, from what stands in the form and is not saved yet. */
export function SitePreview({ channel, control }: Props) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const settings = useWatch({ control, name: 'settings' });
  const inboxes = useInboxRefs();
  const channels = useChannels();
  const entries = channel.settings.find((field) => field.type === 'inboxes')?.choices ?? [];
  const text = (name: string) => String(settings[name] ?? '').trim();
  const title = text('callTitle') || entries[0]?.label[locale] || '';
  const chosen = lines(settings.buttons);
  const all = [...inboxes.map((inbox) => inbox.id), ...entries.map((entry) => entry.value)];
  const shown = (chosen.length > 0 ? chosen : all).flatMap((id): Shown[] => {
    if (entries.some((entry) => entry.value === id)) return [{ id, name: title, of: undefined }];
    const inbox = inboxes.find((one) => one.id === id);
    const of = channels.find((one) => one.id === inbox?.channel);
    // Only what can be reached from a page is shown there.
    const isReached = of?.capabilities.switchTarget || of?.capabilities.embeds === 'chat';
    return inbox && of && isReached ? [{ id, name: of.name[locale], of }] : [];
  });
  const links = lines(settings.links).map((line) => line.split('|')[0]?.trim() ?? '');
  const colour = /^#[0-9a-f]{6}$/i.test(text('colour')) ? text('colour') : '#0f6b5c';
  return (
    <section className={classes.preview} aria-label={t('inbox.preview')}>
      <h3>{t('inbox.preview')}</h3>
      <div className={classes.previewPage} data-right={settings.position === 'right' || undefined}>
        <ul>
          {shown.map(({ id, name, of }) => (
            <li key={id}>
              {of ? <ChannelIcon channel={of} size={28} /> : <IconPhone size={22} aria-hidden />} {name}
            </li>
          ))}
          {links.map((name) => (
            <li key={name}>
              <IconExternalLink size={20} aria-hidden /> {name}
            </li>
          ))}
        </ul>
        <span className={classes.previewMain} style={{ background: colour }}>
          <IconMessageCircle size={28} color="#fff" aria-hidden />
        </span>
      </div>
    </section>
  );
}
