import { Button, Group, Kbd, SegmentedControl } from '@mantine/core';
import type { Customer } from '@meada/contract/routes/customers';
import {
  IconArrowMerge,
  IconChevronLeft,
  IconMessagePlus,
  IconRosetteDiscountCheck,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/queries.ts';
import { openStart, StartHost } from '../../conversations/start/StartHost.tsx';
import { DealsOf } from '../../deals/DealsOf.tsx';
import { useTopic } from '../../live/provider.tsx';
import kit from '../../settings/kit/kit.module.css';
import { useShortcuts } from '../../shell/keyboard.ts';
import { TasksOf } from '../../tasks/TasksOf.tsx';
import { phoneWords } from '../../ui/address.ts';
import { Face } from '../../ui/Face.tsx';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import classes from '../customers.module.css';
import { MergeDialog } from '../merge/MergeDialog.tsx';
import { PrivacySections } from '../privacy/PrivacySections.tsx';
import { customerQuery } from '../queries.ts';
import { RecordSections } from '../record/RecordSections.tsx';
import { Conversations } from './Conversations.tsx';
import { Identities } from './Identities.tsx';
import { Merges } from './Merges.tsx';
import { Record } from './Record.tsx';
import { Suggestions } from './Suggestions.tsx';
import { Timeline } from './Timeline.tsx';

function Head({ customer, onMerge }: { customer: Customer; onMerge: (() => void) | null }) {
  const { t } = useTranslation('customers');
  const writes = useMay('conversations.reply');
  useShortcuts({ c: () => writes && openStart(customer.id) });
  const addresses = [customer.email, customer.phone && phoneWords(customer.phone)]
    .filter(Boolean)
    .join(' · ');
  return (
    <header className={classes.head}>
      <Face name={customer.name} id={customer.id} url={customer.avatarUrl} size={56} />
      <div className={classes.headText}>
        <h1>
          {customer.name ?? customer.display}
          {customer.verified ? (
            <IconRosetteDiscountCheck
              size={22}
              className={classes.verified}
              role="img"
              aria-label={t('verified')}
            />
          ) : null}
        </h1>
        <p>{addresses || t('noAddress')}</p>
      </div>
      <Group gap="sm">
        {writes ? (
          <Button
            leftSection={<IconMessagePlus size={18} />}
            rightSection={<Kbd size="xs">C</Kbd>}
            onClick={() => openStart(customer.id)}
          >
            {t('write')}
          </Button>
        ) : null}
        {onMerge ? (
          <Button variant="default" leftSection={<IconArrowMerge size={18} />} onClick={onMerge}>
            {t('merge.open')}
          </Button>
        ) : null}
      </Group>
    </header>
  );
}

const parts = ['record', 'history'] as const;
/** Half of the page on a narrow screen; a wide one shows both. */
type Part = (typeof parts)[number];

/** All that is known of one customer: what is written down beside what happened. */
export function CustomerPage({ id }: { id: string }) {
  const { t } = useTranslation('customers');
  const { data: customer, error, refetch } = useQuery(customerQuery(id));
  const merges = useMay('customers.merge');
  const reads = useMay('conversations.read');
  const [merging, setMerging] = useState(false);
  const [shown, setShown] = useState<Part>('record');
  useTopic(customer ? `customer:${customer.id}` : null);
  return (
    <div className={classes.page}>
      <Link to="/customers" className={classes.back}>
        <IconChevronLeft size={18} aria-hidden />
        {t('title')}
      </Link>
      {error && !customer ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!customer && !error ? <ListLoading rows={7} /> : null}
      {customer ? (
        <>
          <Head customer={customer} onMerge={merges ? () => setMerging(true) : null} />
          <Suggestions customer={customer} />
          <SegmentedControl
            className={classes.parts}
            fullWidth
            aria-label={t('parts.label')}
            value={shown}
            onChange={(part) => setShown(part as Part)}
            data={parts.map((part) => ({ value: part, label: t(`parts.${part}`) }))}
          />
          <div className={classes.columns} data-shown={shown}>
            <div>
              <Identities customer={customer} />
              <RecordSections id={customer.id}>
                <Record key={customer.id} customer={customer} />
              </RecordSections>
              <Merges customer={customer} />
              <PrivacySections id={customer.id} />
            </div>
            <div className={classes.history}>
              <DealsOf customerId={customer.id} title="h2" className={kit.section} />
              <TasksOf
                filter={{ customerId: customer.id }}
                about={{ customerId: customer.id }}
                title="h2"
                className={kit.section}
              />
              {reads ? <Conversations customerId={customer.id} /> : null}
              <Timeline customerId={customer.id} />
            </div>
          </div>
          <StartHost />
          {merging ? <MergeDialog customer={customer} onClose={() => setMerging(false)} /> : null}
        </>
      ) : null}
    </div>
  );
}
