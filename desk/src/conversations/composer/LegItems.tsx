import { Menu } from '@mantine/core';
import type { Leg } from '@meada/contract/routes/conversations';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { useAddressWords } from '../../ui/address.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { useClaimWords } from '../../ui/claim.ts';
import { moneyOf } from '../../ui/money.ts';
import { useNow } from '../../ui/time.ts';
import { PublicMark } from '../public/PublicMark.tsx';
import classes from './composer.module.css';
import type { LegProps } from './LegPicker.tsx';
import { windowClosed } from './rules.ts';

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

/** The ways a reply may go, and others it could open. */
export function LegItems({ legs, others, leg, preferred, onChoose }: LegProps) {
  const { t } = useTranslation('conversations');
  return (
    <>
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
    </>
  );
}
