import { type Customer, changeCustomer } from '@meada/contract/routes/customers';
import { addNote } from '@meada/contract/routes/record';
import { IconPinFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { recordQuery, renew } from '../../customers/record/queries.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { ErrorLine } from '../../ui/States.tsx';
import { complain } from '../../ui/toast.ts';
import classes from './panel.module.css';

/** The one text of earlier days, where somebody wrote it; saved when the field is left. */
function EarlierText({ customer }: { customer: Customer }) {
  const { t } = useTranslation('conversations');
  const client = useQueryClient();
  const may = useMay('customers.write');
  const [text, setText] = useState(customer.notes);
  const save = useMutation({
    mutationFn: (notes: string) => call(changeCustomer, { params: { id: customer.id }, body: { notes } }),
    onSuccess: (fresh) => client.setQueryData(keys.customer(customer.id), fresh),
    onError: complain,
  });
  return (
    <>
      <textarea
        className={classes.notes}
        rows={2}
        maxLength={10_000}
        readOnly={!may}
        value={text}
        placeholder={t('panel.notesHint')}
        aria-label={t('panel.notes')}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text !== customer.notes && save.mutate(text)}
      />
      <small role="status">{save.isPending ? t('panel.saving') : ''}</small>
    </>
  );
}

/** Notes shown; the others stand in the record. */
const most = 4;

/** One line at a time, kept by Enter: what was just learned is written down without leaving the conversation. */
function NewNote({ id }: { id: string }) {
  const { t } = useTranslation('record');
  const [text, setText] = useState('');
  const add = useMutation({
    mutationFn: () => call(addNote, { params: { id }, body: { text: text.trim() } }),
    onSuccess: () => {
      setText('');
      return renew(id);
    },
    onError: complain,
  });
  return (
    <textarea
      className={classes.notes}
      rows={text.includes('\n') || text.length > 34 ? 3 : 1}
      maxLength={10_000}
      value={text}
      readOnly={add.isPending}
      placeholder={t('notes.quick')}
      aria-label={t('notes.add')}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (text.trim() && !add.isPending) add.mutate();
      }}
    />
  );
}

/** What colleagues should know about this customer, with who wrote it: pinned ones first, then the newest. */
export function Notes({ customer }: { customer: Customer }) {
  const { t } = useTranslation(['conversations', 'record']);
  const may = useMay('customers.write');
  const record = useQuery(recordQuery(customer.id));
  const list = record.data?.notes ?? [];
  const notes = [...list].sort((one, other) => Number(other.pinned) - Number(one.pinned));
  if (record.error && !record.data) return <ErrorLine error={record.error} onRetry={record.refetch} />;
  if (!may && list.length === 0 && !customer.notes) return null;
  return (
    <>
      <ul className={classes.noteList}>
        {notes.slice(0, most).map((note) => (
          <li key={note.id}>
            {note.pinned ? (
              <IconPinFilled size={13} aria-label={t('record:notes.pinned')} role="img" />
            ) : null}
            <p>{note.text}</p>
            <small>
              {note.author.name ?? t('record:somebody')} · <RelativeTime at={note.createdAt} />
            </small>
          </li>
        ))}
      </ul>
      {notes.length > most ? (
        <Link to="/customers/$customerId" params={{ customerId: customer.id }} className={classes.link}>
          {t('record:notes.others', { count: notes.length - most })}
        </Link>
      ) : null}
      {may ? <NewNote id={customer.id} /> : null}
      {customer.notes ? <EarlierText customer={customer} /> : null}
    </>
  );
}
