import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { IconAlertTriangle, IconLock, IconMessage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { momentOf, spanOf, useNow } from '../../ui/time.ts';
import { preferredChannel, usePreferences } from '../known/usePreferredChannel.ts';
import { WishHint } from '../known/WishHint.tsx';
import { ReceivesButton } from '../panel/ReceivesButton.tsx';
import { SideButton } from '../public/SideButton.tsx';
import classes from './composer.module.css';
import type { Draft } from './draft.ts';
import { LegPicker } from './LegPicker.tsx';
import { warningOf } from './rules.ts';
import { TemplateButton } from './TemplateButton.tsx';

type Props = {
  conversation: Conversation;
  draft: Draft;
  leg: Leg | undefined;
  others: readonly Leg[];
  onChange: (some: Partial<Draft>) => void;
};

/** What a reply on this leg means: nobody there, window closed, or the customer taken to another channel. */
function Warning({ conversation, leg }: { conversation: Conversation; leg: Leg }) {
  const { t, i18n } = useTranslation('conversations');
  const templates = useChannel(leg.channel)?.capabilities.sends.includes('template');
  const now = useNow();
  const name = useChannelName(leg.channel);
  const proposed = conversation.legs.find((one) => one.proposed);
  const last = useChannelName(proposed?.channel ?? null);
  const warning = warningOf(conversation.legs, leg, now);
  if (warning === 'undeliverable') {
    return (
      <p className={classes.warning} data-grave role="status">
        <IconAlertTriangle size={16} aria-hidden />
        <span>
          {t('composer.undeliverable', { address: leg.identity.display })}
          <ReceivesButton customerId={conversation.customer.id} identity={leg.identity} />
        </span>
      </p>
    );
  }
  if (warning === 'windowClosed') {
    const ended = momentOf(leg.windowEndsAt ?? '', i18n.language);
    return (
      <p className={classes.warning} data-grave role="status">
        <IconAlertTriangle size={16} aria-hidden />
        <span>
          {leg.usedByCustomer
            ? t('composer.windowClosed', { channel: name, ended })
            : t('composer.neverWrote', { channel: name })}
          {templates ? <TemplateButton conversation={conversation} leg={leg} /> : null}
        </span>
      </p>
    );
  }
  if (!warning) return null;
  return (
    <p className={classes.warning} role="status">
      <IconAlertTriangle size={16} aria-hidden />
      {leg.usedByCustomer
        ? t('composer.otherChannel', { channel: name, last })
        : t('composer.newChannel', { channel: name })}
    </p>
  );
}

/** Reply or note, and on which leg; with the clock of the leg's window. */
export function Head({ conversation, draft, leg, others, onChange }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  const preferences = usePreferences(conversation.customer.id);
  const preferred = preferences && preferredChannel(preferences);
  const left = leg?.windowEndsAt ? Date.parse(leg.windowEndsAt) - now : null;
  return (
    <>
      <div className={classes.head}>
        <fieldset className={classes.modes} aria-label={t('composer.mode')}>
          <button type="button" aria-pressed={!draft.internal} onClick={() => onChange({ internal: false })}>
            <IconMessage size={15} aria-hidden /> {t('composer.reply')}
          </button>
          <button
            type="button"
            aria-pressed={draft.internal}
            data-note
            onClick={() => onChange({ internal: true })}
          >
            <IconLock size={15} aria-hidden /> {t('composer.note')}
          </button>
        </fieldset>
        {draft.internal ? (
          <span className={classes.hint}>{t('composer.onlyTeam')}</span>
        ) : (
          <LegPicker
            legs={conversation.legs}
            others={others}
            leg={leg}
            preferred={preferred}
            onChoose={(legId) => onChange({ legId })}
          />
        )}
        {leg && !draft.internal ? (
          <SideButton
            conversation={conversation}
            leg={leg}
            others={others}
            onChoose={(legId) => onChange({ legId })}
          />
        ) : null}
        {!draft.internal && left !== null && left > 0 ? (
          <span
            className={classes.clock}
            data-short={left < 3_600_000 || undefined}
            title={t('composer.windowUntil', { until: momentOf(leg?.windowEndsAt ?? '', i18n.language) })}
          >
            {t('composer.windowLeft', { span: spanOf(left, i18n.language) })}
          </span>
        ) : null}
      </div>
      {leg && !draft.internal ? (
        <>
          <Warning conversation={conversation} leg={leg} />
          <WishHint
            customerId={conversation.customer.id}
            leg={leg}
            ways={[...conversation.legs, ...others]}
            onChoose={(legId) => onChange({ legId })}
          />
        </>
      ) : null}
      {!leg && !draft.internal ? (
        <p className={classes.warning} data-grave>
          {t(others.length > 0 ? 'block.chooseLeg' : 'block.noLeg')}
        </p>
      ) : null}
    </>
  );
}
