import { type Customer, changeCustomer } from '@meada/contract/routes/customers';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { complain } from '../../ui/toast.ts';
import classes from './panel.module.css';

/** What colleagues should know about this customer; saved when the field is left. */
export function Notes({ customer }: { customer: Customer }) {
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
    <section className={classes.section}>
      <h3>{t('panel.notes')}</h3>
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
    </section>
  );
}
