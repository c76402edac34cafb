import type { FieldDefinition } from '@meada/contract/fields';
import { type Conversation, changeConversation } from '@meada/contract/routes/conversations';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { client } from '../../app/client.ts';
import { askedFields, CustomerFields, FieldForm } from '../../customers/record/Fields.tsx';
import { fieldsQuery, recordQuery } from '../../customers/record/queries.ts';
import { valueWords } from '../../customers/record/values.ts';
import panel from '../panel/panel.module.css';

type Values = Conversation['customFields'];
type Props = {
  fields: readonly FieldDefinition[];
  values: Values;
  may: boolean;
  children: ReactNode;
};

/** Values by the names people know; a press on the pencil's word turns them into a form. */
function Shown({ fields, values, may, children }: Props) {
  const { t, i18n } = useTranslation('record');
  const [editing, setEditing] = useState(false);
  const asked = askedFields(fields, values);
  const words = { locale: i18n.language, yes: t('yes'), no: t('no') };
  const others = Object.entries(values).filter(
    ([name, value]) => value !== null && !fields.some((field) => field.name === name),
  );
  const filled = asked.filter(({ name }) => values[name] !== undefined && values[name] !== null);
  if (asked.length === 0 && others.length === 0) return null;
  return (
    <>
      {editing ? (
        children
      ) : (
        <dl className={panel.fields}>
          {filled.map((field) => (
            <div key={field.name}>
              <dt>{field.label}</dt>
              <dd>{valueWords(field, values[field.name] ?? null, words)}</dd>
            </div>
          ))}
          {others.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'boolean' ? t(value ? 'yes' : 'no') : String(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {may && asked.length > 0 ? (
        <button type="button" className={panel.more} onClick={() => setEditing(!editing)}>
          {t(editing ? 'fields.done' : filled.length === 0 ? 'fields.fillIn' : 'fields.edit')}
        </button>
      ) : null}
    </>
  );
}

/** Custom fields of the customer. */
export function CustomerPanel({ conversation }: { conversation: Conversation }) {
  const writes = useMay('customers.write');
  const record = useQuery(recordQuery(conversation.customer.id)).data;
  if (!record) return null;
  return (
    <Shown fields={record.fields} values={record.values} may={writes}>
      <CustomerFields record={record} />
    </Shown>
  );
}

/** Custom fields of the conversation. */
export function ConversationPanel({ conversation }: { conversation: Conversation }) {
  const replies = useMay('conversations.reply');
  const fields = (useQuery(fieldsQuery).data?.items ?? []).filter(
    ({ subject }) => subject === 'conversation',
  );
  const { id, customFields: values } = conversation;
  return (
    <Shown fields={fields} values={values} may={replies}>
      <FieldForm
        fields={askedFields(fields, values)}
        values={values}
        may={replies}
        save={async (changed) => {
          const customFields = { ...values, ...changed };
          await call(changeConversation, { params: { id }, body: { customFields } });
          await client.invalidateQueries({ queryKey: keys.conversation(id) });
        }}
      />
    </Shown>
  );
}
