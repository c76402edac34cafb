import { Checkbox } from '@mantine/core';
import type { Audience } from '@meada/contract/routes/announcements';
import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { moneyOf } from '../../ui/money.ts';
import classes from './announce.module.css';

type Props = {
  /** By every way; the choice takes some of it. */
  all: Audience;
  chosen: readonly string[];
  onChoose: (inboxIds: string[]) => void;
};

/** By which ways how many customers would hear of it, and at what cost; a way can be left out. */
export function AudienceView({ all, chosen, onChoose }: Props) {
  const { t, i18n } = useTranslation('firm');
  const inboxes = useInboxRefs();
  return (
    <fieldset className={classes.ways}>
      <legend>{t('tell.ways')}</legend>
      {all.ways.map(({ inboxId, count, cost }) => {
        const inbox = inboxes.find((one) => one.id === inboxId);
        const money = cost ? t('tell.cost', { money: moneyOf(cost, i18n.language) }) : t('tell.noCost');
        return (
          <Checkbox
            key={inboxId}
            checked={chosen.includes(inboxId)}
            onChange={(event) =>
              onChoose(
                event.currentTarget.checked ? [...chosen, inboxId] : chosen.filter((one) => one !== inboxId),
              )
            }
            label={
              <span className={classes.way}>
                <ChannelBadge channel={inbox?.channel ?? null} size={16} /> {inbox?.name}
                <b>{t('tell.way', { count })}</b>
                <small>{money}</small>
              </span>
            }
          />
        );
      })}
      {all.outsideHours > 0 ? (
        <p role="status">
          <IconClock size={15} aria-hidden style={{ verticalAlign: '-3px' }} />{' '}
          {t('tell.outside', { count: all.outsideHours })}
        </p>
      ) : null}
      {Object.values(all.left).some((count) => count > 0) ? <p>{t('tell.left', all.left)}</p> : null}
      {all.left.silent > 0 ? <p>{t('tell.silent', { count: all.left.silent })}</p> : null}
    </fieldset>
  );
}
