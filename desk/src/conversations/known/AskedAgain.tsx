import { askedFacts } from '@meada/contract/questions';
import type { KnownFact } from '@meada/contract/routes/facts';
import { IconBulb } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { factsQuery } from '../../customers/record/queries.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { momentOf, useSettled } from '../../ui/time.ts';
import classes from './known.module.css';

type Props = {
  customerId: string;
  conversationId: string;
  text: string;
  /** null where everybody reads along: what somebody told us is not for all. */
  onPut: ((words: string) => void) | null;
};

function Known({ fact, onPut }: { fact: KnownFact; onPut: Props['onPut'] }) {
  const { t, i18n } = useTranslation('record');
  const channel = useChannelName(fact.channel);
  const values = {
    what: t(`fact.${fact.kind}`),
    value: fact.display,
    at: momentOf(fact.givenAt, i18n.language),
    channel,
  };
  return (
    <span>
      {t(fact.channel ? 'known.toldOn' : 'known.told', values)}{' '}
      {onPut ? (
        <button type="button" onClick={() => onPut(fact.display)}>
          {t('known.use')}
        </button>
      ) : null}
    </span>
  );
}

/** A kind word before sending: what is being asked for was told already. It holds nobody up. */
export function AskedAgain({ customerId, conversationId, text, onPut }: Props) {
  const settled = useSettled(text, 300);
  const may = useMay('customers.read');
  const kinds = settled.trim() === '' ? [] : askedFacts(settled);
  const { data } = useQuery({ ...factsQuery(customerId), enabled: may && kinds.length > 0 });
  const known = kinds.flatMap((kind) => {
    const fact = data?.items.find(
      (one) => one.kind === kind && (kind !== 'order_number' || one.conversationId === conversationId),
    );
    return fact ? [fact] : [];
  });
  if (known.length === 0) return null;
  return (
    <p className={classes.again} role="status">
      <IconBulb size={17} aria-hidden />
      <span>
        {known.map((fact) => (
          <Known key={fact.kind} fact={fact} onPut={onPut} />
        ))}
      </span>
    </p>
  );
}
