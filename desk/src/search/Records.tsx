import { Button } from '@mantine/core';
import type { RecordHit } from '@meada/contract/routes/search';
import { IconForms, IconNote } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { type SearchAddress, searchesRecords } from './address.ts';
import { HitLine } from './HitLine.tsx';
import { lettersFrom, recordsQuery } from './queries.ts';
import { Snippet } from './Snippet.tsx';
import classes from './search.module.css';

/** Shown above the messages, and when asked for. */
const shown = { first: 3, all: 100 };

function RecordLine({ hit }: { hit: RecordHit }) {
  const { t } = useTranslation('search');
  const { customer } = hit;
  const Icon = hit.kind === 'note' ? IconNote : IconForms;
  const where = hit.field ?? t(`records.${hit.kind === 'note' ? 'note' : 'about'}`);
  return (
    <HitLine
      place={{
        to: '/customers/$customerId',
        params: { customerId: customer.id },
        hash: hit.noteId ? `note-${hit.noteId}` : undefined,
      }}
      customer={customer}
      sign={<Icon size={15} aria-hidden className={classes.sign} />}
      where={
        <span className={classes.place} title={where}>
          {where}
        </span>
      }
      at={hit.at}
    >
      {hit.authorName ? <span className={classes.author}>{hit.authorName}: </span> : null}
      <Snippet parts={hit.snippet} />
    </HitLine>
  );
}

type Props = { address: SearchAddress };

/** What is written down about customers with these words: a few above the messages, the others when asked for. */
function Found({ address }: Props) {
  const { t } = useTranslation('search');
  const [limit, setLimit] = useState(shown.first);
  const { data } = useQuery(recordsQuery(address, limit));
  if (!data || data.items.length === 0) return null;
  return (
    <section className={classes.records} aria-label={t('records.title')}>
      <h2>{t('records.title')}</h2>
      <ul>
        {data.items.map((hit) => (
          <li key={`${hit.kind} ${hit.noteId ?? hit.field} ${hit.customer.id}`}>
            <RecordLine hit={hit} />
          </li>
        ))}
      </ul>
      {data.more ? (
        limit === shown.first ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setLimit(shown.all)}>
            {t('records.more')}
          </Button>
        ) : (
          <p>{t('records.tooMany', { count: data.items.length })}</p>
        )
      ) : null}
    </section>
  );
}

/** Words on customers' records, for those who may read them. */
export function Records({ address }: Props) {
  const reads = useMay('customers.read');
  const words = address.q?.trim() ?? '';
  if (!reads || words.length < lettersFrom || !searchesRecords(address)) return null;
  return <Found key={`${words} ${address.customer ?? ''}`} address={address} />;
}
