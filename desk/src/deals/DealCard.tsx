import type { Deal } from '@meada/contract/routes/deals';
import { IconAlertTriangle, IconArrowRight, IconCalendar } from '@tabler/icons-react';
import type { DragEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels, usePeople } from '../api/queries.ts';
import { Face } from '../ui/Face.tsx';
import { moneyOf } from '../ui/money.ts';
import classes from './deals.module.css';
import { dayOf, lateness, todayHere } from './queries.ts';

type Props = {
  deal: Deal;
  held: boolean;
  onOpen(): void;
  onKey(event: KeyboardEvent): void;
  onDragStart(event: DragEvent): void;
  onDragEnd(): void;
};

/** A card of the board. */
export function DealCard({ deal, held, onOpen, onKey, onDragStart, onDragEnd }: Props) {
  const { t, i18n } = useTranslation('deals');
  const labels = useLabels().filter(({ id }) => deal.labelIds.includes(id));
  const owner = usePeople().find(({ id }) => id === deal.ownerId);
  const late = lateness(deal, todayHere());
  const name = deal.customer.name ?? deal.customer.display;
  return (
    <button
      type="button"
      id={`deal-${deal.id}`}
      className={classes.card}
      data-held={held || undefined}
      draggable
      aria-describedby="deal-keys"
      aria-roledescription={t('card.role')}
      onClick={onOpen}
      onKeyDown={onKey}
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
    >
      <span className={classes.cardTitle}>{deal.title}</span>
      <span className={classes.cardWho}>
        <span>
          {name}
          {deal.company ? ` · ${deal.company.name ?? deal.company.display}` : ''}
        </span>
        {owner ? (
          <span className={classes.owner} title={owner.name}>
            <span className="visually-hidden">{owner.name}</span>
            <Face name={owner.name} id={owner.id} url={null} size={22} />
          </span>
        ) : null}
      </span>
      <span className={classes.cardLine}>
        <strong>{moneyOf({ minor: deal.value, currency: deal.currency }, i18n.language)}</strong>
        {deal.expectedOn ? (
          <span className={classes.when} data-late={late.close || undefined}>
            <IconCalendar size={14} aria-hidden />
            <span className="visually-hidden">{t(late.close ? 'card.closeLate' : 'card.close')} </span>
            {dayOf(deal.expectedOn, i18n.language)}
          </span>
        ) : null}
      </span>
      {deal.nextStep ? (
        <span className={classes.next} data-late={late.step || undefined}>
          {late.step ? <IconAlertTriangle size={14} aria-hidden /> : <IconArrowRight size={14} aria-hidden />}
          {late.step ? <span className="visually-hidden">{t('card.stepLate')} </span> : null}
          <span>{deal.nextStep}</span>
          {deal.nextOn ? <span className={classes.nextOn}>{dayOf(deal.nextOn, i18n.language)}</span> : null}
        </span>
      ) : null}
      {deal.outcome === 'open' && !deal.nextStep ? (
        <span className={classes.next} data-none>
          <IconArrowRight size={14} aria-hidden />
          <span>{t('card.noStep')}</span>
        </span>
      ) : null}
      {labels.length > 0 ? (
        <span className={classes.labels}>
          {labels.map(({ id, name: label, colour }) => (
            <span key={id} className={classes.label}>
              <span className={classes.dot} style={{ background: colour }} aria-hidden />
              {label}
            </span>
          ))}
        </span>
      ) : null}
    </button>
  );
}
