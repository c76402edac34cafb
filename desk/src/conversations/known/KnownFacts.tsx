import type { KnownFact } from '@meada/contract/routes/facts';
import { endFact } from '@meada/contract/routes/facts';
import { IconArrowDownLeft, IconX } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMay } from '../../api/queries.ts';
import { factsQuery, renew } from '../../customers/record/queries.ts';
import { dayWords } from '../../customers/record/values.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { ErrorLine } from '../../ui/States.tsx';
import { momentOf, stampOf, useNow } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import classes from './known.module.css';
import { putWords } from './put.ts';

/** Shown until all are asked for. */
const fewest = 6;
const order = ['order_number', 'name', 'cpf', 'cnpj', 'phone', 'email', 'address', 'cep', 'birth_date'];
const rankOf = (kind: string): number => (order.includes(kind) ? order.indexOf(kind) : order.length);

/** How a fact is written for people: a day as a day. */
const displayOf = (fact: KnownFact, locale: string): string =>
  fact.kind === 'birth_date' ? dayWords(fact.display, locale) : fact.display;

type Props = { customerId: string; conversationId: string; fact: KnownFact };

function Fact({ customerId, conversationId, fact }: Props) {
  const { t, i18n } = useTranslation('record');
  const may = useMay('customers.write');
  const channel = useChannelName(fact.channel);
  const now = useNow();
  const words = displayOf(fact, i18n.language);
  const name = fact.label ?? t(`fact.${fact.kind}`, { defaultValue: fact.kind.replace('field:', '') });
  const end = useMutation({
    mutationFn: (factId: string) => call(endFact, { params: { id: customerId, factId } }),
    onSuccess: () => renew(customerId),
    onError: complain,
  });
  const source = [
    fact.channel ? channel : t(`known.source.${fact.source}`),
    fact.by ?? '',
    stampOf(fact.givenAt, now, i18n.language),
  ].filter(Boolean);
  return (
    <li>
      <button
        type="button"
        className={classes.fact}
        title={t('known.insert')}
        onClick={() => putWords(conversationId, words)}
      >
        <span className={classes.kind}>{name}</span>
        <span className={classes.value}>{words}</span>
        <small title={momentOf(fact.givenAt, i18n.language)}>{source.join(' · ')}</small>
        <IconArrowDownLeft size={15} aria-hidden />
      </button>
      {fact.id && may ? (
        <button
          type="button"
          className={classes.end}
          aria-label={`${t('known.wrong')}: ${name} ${words}`}
          title={t('known.wrong')}
          onClick={() => fact.id && end.mutate(fact.id)}
        >
          <IconX size={14} aria-hidden />
        </button>
      ) : null}
    </li>
  );
}

/** What the customer has told already, with where it came from; one press puts it where one writes. */
export function KnownFacts({ customerId, conversationId }: Omit<Props, 'fact'>) {
  const { t } = useTranslation('record');
  const { data, error, refetch } = useQuery(factsQuery(customerId));
  const [all, setAll] = useState(false);
  const facts = (data?.items ?? [])
    // An order of another matter would only confuse.
    .filter(({ kind, conversationId: of }) => kind !== 'order_number' || of === null || of === conversationId)
    .sort((one, other) => rankOf(one.kind) - rankOf(other.kind));
  if (error && !data) return <ErrorLine error={error} onRetry={refetch} />;
  if (facts.length === 0) return null;
  return (
    <div className={classes.known}>
      <ul>
        {facts.slice(0, all ? undefined : fewest).map((fact) => (
          <Fact
            key={`${fact.kind} ${fact.display}`}
            customerId={customerId}
            conversationId={conversationId}
            fact={fact}
          />
        ))}
      </ul>
      {facts.length > fewest ? (
        <button type="button" className={classes.more} onClick={() => setAll(!all)}>
          {all ? t('known.fewer') : t('known.all', { count: facts.length })}
        </button>
      ) : null}
    </div>
  );
}
