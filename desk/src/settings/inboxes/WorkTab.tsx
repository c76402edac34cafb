import { NumberInput, SegmentedControl, Select, Textarea } from '@mantine/core';
import type { Priority } from '@meada/contract/routes/conversations';
import { changeInbox, type Inbox } from '@meada/contract/routes/inboxes';
import { useState } from 'react';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { usePeople } from '../../api/queries.ts';
import { minorUnits } from '../../ui/money.ts';
import { FormFrame, useSavedForm } from '../kit/form.tsx';
import kit from '../kit/kit.module.css';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { Guide } from './Guide.tsx';
import classes from './inboxes.module.css';

const priorities: Priority[] = ['low', 'normal', 'high', 'urgent'];
const currencies = ['BRL', 'USD', 'EUR', 'ARS', 'MXN', 'CLP', 'COP', 'PEN', 'UYU', 'PYG', 'GBP'];
type Work = {
  ownerId: string | null;
  priority: Priority;
  cost: number | '';
  currency: string;
  playbook: string;
};

const workOf = (inbox: Inbox): Work => ({
  ownerId: inbox.ownerId,
  priority: inbox.priority,
  cost: inbox.contactCost ? inbox.contactCost.minor / minorUnits(inbox.contactCost.currency) : '',
  currency: inbox.contactCost?.currency ?? 'BRL',
  playbook: inbox.playbook,
});

/** Text and how it looks: what agents will read beside the composer. */
function PlaybookField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('firm');
  const [shown, setShown] = useState('write');
  return (
    <div className={classes.playbook}>
      <SegmentedControl
        size="xs"
        value={shown}
        onChange={setShown}
        aria-label={t('work.playbook')}
        data={[
          { value: 'write', label: t('work.write') },
          { value: 'preview', label: t('work.preview') },
        ]}
      />
      {shown === 'write' ? (
        <Textarea
          label={t('work.playbook')}
          description={t('work.playbookHelp')}
          placeholder={t('work.playbookPlaceholder')}
          autosize
          minRows={8}
          maxRows={22}
          maxLength={20_000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : value.trim() ? (
        <Guide text={value} inbox={null} />
      ) : (
        <p className={classes.cardText}>{t('work.empty')}</p>
      )}
    </div>
  );
}

/** Who answers for an inbox, what its conversations begin with, what a contact costs, and how it is worked. */
export function WorkTab({ inbox }: { inbox: Inbox }) {
  const { t, i18n } = useTranslation('firm');
  const people = usePeople().filter((person) => person.active || person.id === inbox.ownerId);
  const saved = useSavedForm<Work>({
    values: workOf(inbox),
    done: t('settings:kit.saved'),
    save: async ({ cost, currency, ...rest }) => {
      const contactCost = cost === '' ? null : { minor: Math.round(cost * minorUnits(currency)), currency };
      await call(changeInbox, { params: { id: inbox.id }, body: { ...rest, contactCost } });
      await refresh(keys.inboxes);
    },
  });
  const { control } = saved.form;
  return (
    <Section title={t('work.title')} text={t('work.text')}>
      <FormFrame saved={saved}>
        <div className={kit.fields}>
          <Controller
            control={control}
            name="ownerId"
            render={({ field: { ref: _ref, ...field } }) => (
              <Select
                {...field}
                label={t('work.owner')}
                description={t('work.ownerHelp')}
                placeholder={t('work.nobody')}
                clearable
                searchable
                data={people.map((person) => ({ value: person.id, label: person.name }))}
              />
            )}
          />
          <Controller
            control={control}
            name="priority"
            render={({ field: { ref: _ref, onChange, ...field } }) => (
              <Select
                {...field}
                onChange={(value) => value && onChange(value)}
                label={t('work.priority')}
                allowDeselect={false}
                data={priorities.map((value) => ({ value, label: t(`conversations:priority.${value}`) }))}
              />
            )}
          />
          <Controller
            control={control}
            name="cost"
            render={({ field: { ref: _ref, ...field } }) => (
              <NumberInput
                {...field}
                label={t('work.cost')}
                description={t('work.costHelp')}
                min={0}
                max={10_000}
                decimalScale={2}
                decimalSeparator={i18n.language === 'en' ? '.' : ','}
                allowedDecimalSeparators={[',', '.']}
              />
            )}
          />
          <Controller
            control={control}
            name="currency"
            render={({ field: { ref: _ref, onChange, ...field } }) => (
              <Select
                {...field}
                onChange={(value) => value && onChange(value)}
                label={t('work.currency')}
                allowDeselect={false}
                data={currencies}
              />
            )}
          />
        </div>
        <Controller
          control={control}
          name="playbook"
          render={({ field }) => <PlaybookField value={field.value} onChange={field.onChange} />}
        />
      </FormFrame>
    </Section>
  );
}
