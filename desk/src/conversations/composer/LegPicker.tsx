import { Menu } from '@mantine/core';
import type { Leg } from '@meada/contract/routes/conversations';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { useAddressWords } from '../../ui/address.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { useClaimWords } from '../../ui/claim.ts';
import { moneyOf } from '../../ui/money.ts';
import { useNow } from '../../ui/time.ts';
import { PublicMark } from '../public/PublicMark.tsx';
import classes from './composer.module.css';
import { windowClosed } from './rules.ts';

type Props = {
  legs: readonly Leg[];
  /** Legs that choosing would open. */
  others: readonly Leg[];
  leg: Leg | undefined;
  /** Channel the customer likes best, as said or as their answers show. */
  preferred: string | null;
  onChoose: (legId: string) => void;
};

type ChoiceProps = { one: Leg; chosen: boolean; preferred: boolean; onChoose: (id: string) => void };

function Choice({ one, chosen, preferred, onChoose }: ChoiceProps) {
  const { t, i18n } = useTranslation('conversations');
  const inbox = useInboxRefs().find((ref) => ref.id === one.inboxId);
  const { wordsOf } = useAddressWords();
  const now = useNow();
  const claimed = useClaimWords()(one.identity);
  const cost = inbox?.contactCost
    ? t('playbook.cost', { money: moneyOf(inbox.contactCost, i18n.language) })
    : '';
  const closed = windowClosed(one, now)
    ? t(one.usedByCustomer ? 'composer.closed' : 'composer.templateFirst')
    : '';
  return (
    <Menu.Item
      leftSection={<ChannelBadge channel={one.channel} size={20} />}
      rightSection={chosen ? <IconCheck size={15} /> : null}
      onClick={() => onChoose(one.id)}
    >
      <span className={classes.choice}>
        {inbox?.name ?? wordsOf(one.identity)} {one.side === 'public' ? <PublicMark label /> : null}
        <small>
          {[
            one.threadName ?? '',
            wordsOf(one.identity),
            claimed ?? '',
            preferred ? t('composer.prefers') : '',
            one.proposed ? t('composer.proposed') : '',
            one.identity.undeliverable ? t('panel.undeliverable') : '',
            closed,
            cost,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
    </Menu.Item>
  );
}

/** The channel a reply goes out on; the customer's last one is proposed, other addresses can be begun with. */
export function LegPicker({ legs, others, leg, preferred, onChoose }: Props) {
  const { t } = useTranslation('conversations');
  const { wordsOf, isAnonymous } = useAddressWords();
  const only = leg !== undefined && legs.length + others.length < 2;
  if (!leg && others.length === 0) return null;
  return (
    <Menu position="top-start" width={330} shadow="md" disabled={only}>
      <Menu.Target>
        <button type="button" className={classes.leg} data-only={only || undefined}>
          <span className={leg ? 'visually-hidden' : undefined}>{t('composer.choose')}</span>
          {leg ? <ChannelBadge channel={leg.channel} size={16} label /> : null}
          {leg?.side === 'public' ? (
            <span className={classes.sideMark}>
              <PublicMark label />
            </span>
          ) : null}
          {leg && !isAnonymous(leg.identity.kind) ? (
            <span className={classes.address}>{wordsOf(leg.identity)}</span>
          ) : null}
          {only ? null : <IconChevronDown size={14} aria-hidden />}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {legs.length > 0 ? <Menu.Label>{t('composer.choose')}</Menu.Label> : null}
        {legs.map((one) => (
          <Choice
            key={one.id}
            one={one}
            chosen={one.id === leg?.id}
            preferred={one.channel === preferred}
            onChoose={onChoose}
          />
        ))}
        {others.length > 0 ? <Menu.Label>{t('composer.others')}</Menu.Label> : null}
        {others.map((one) => (
          <Choice
            key={one.id}
            one={one}
            chosen={one.id === leg?.id}
            preferred={one.channel === preferred}
            onChoose={onChoose}
          />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
