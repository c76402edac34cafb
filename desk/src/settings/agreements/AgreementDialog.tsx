import { Button, Group, Modal, MultiSelect, Select, Switch, TextInput } from '@mantine/core';
import {
  type Agreement,
  type AgreementInput,
  changeAgreement,
  createAgreement,
} from '@meada/contract/routes/agreements';
import type { Priority } from '@meada/contract/routes/conversations';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useInboxRefs, useLabels } from '../../api/queries.ts';
import { segmentsQuery } from '../../segments/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import { hoursQuery } from '../hours/queries.ts';
import { withGone } from '../kit/gone.ts';
import { refresh } from '../queries.ts';
import classes from './agreements.module.css';
import { DurationField } from './DurationField.tsx';
import { queuesQuery } from './queues.ts';
import { promises } from './words.ts';

const fresh: AgreementInput = {
  name: '',
  active: true,
  conditions: { queueIds: [], inboxIds: [], priorities: [], segmentIds: [], labelIds: [] },
  hoursId: null,
  targets: { first_answer: 60, next_answer: 240, resolution: null },
  warnBefore: 15,
};

const inputOf = ({ id: _, running: __, ...input }: Agreement): AgreementInput => input;

type Named = { id: string; name: string };
const choices = (list: readonly Named[]) => list.map(({ id, name }) => ({ value: id, label: name }));

type PartProps = { form: AgreementInput; onChange(form: AgreementInput): void };

/** Which conversations it is for: any of each list; an empty list asks nothing. */
function Conditions({ form, onChange }: PartProps) {
  const { t } = useTranslation(['agreements', 'settings']);
  const { data: segments = [] } = useQuery(segmentsQuery);
  const { data: queues = [] } = useQuery(queuesQuery);
  const lists = {
    queueIds: choices(queues),
    inboxIds: choices(useInboxRefs()),
    priorities: (['urgent', 'high', 'normal', 'low'] as const).map((value) => ({
      value,
      label: t(`conversations:priority.${value}`),
    })),
    segmentIds: choices(segments),
    labelIds: choices(useLabels()),
  };
  return (
    <div className={classes.fields}>
      {(Object.keys(lists) as (keyof typeof lists)[])
        .filter((name) => lists[name].length + form.conditions[name].length > 0)
        .map((name) => (
          <MultiSelect
            key={name}
            label={t(`condition.${name}`)}
            placeholder={form.conditions[name].length === 0 ? t('condition.any') : undefined}
            data={withGone(lists[name], form.conditions[name], t('settings:kit.gone'))}
            searchable
            clearable
            value={form.conditions[name]}
            onChange={(chosen) =>
              onChange({ ...form, conditions: { ...form.conditions, [name]: chosen as Priority[] } })
            }
          />
        ))}
    </div>
  );
}

/** What is promised, counted by which hours, and when it is said to be near. */
function Targets({ form, onChange }: PartProps) {
  const { t } = useTranslation('agreements');
  const { data: hours = [] } = useQuery(hoursQuery);
  return (
    <>
      <div className={classes.fields}>
        {promises.map((promise) => (
          <DurationField
            key={promise}
            label={t(`promise.${promise}`)}
            empty={t('nothing')}
            value={form.targets[promise]}
            onChange={(minutes) =>
              onChange({ ...form, targets: { ...form.targets, [promise]: minutes || null } })
            }
          />
        ))}
        <DurationField
          label={t('warnBefore')}
          value={form.warnBefore}
          onChange={(minutes) => onChange({ ...form, warnBefore: minutes ?? 0 })}
        />
      </div>
      <Select
        mt="md"
        maw={460}
        label={t('hours')}
        description={t('hoursHelp')}
        allowDeselect={false}
        data={[{ value: 'inbox', label: t('hoursOfInbox') }, ...choices(hours)]}
        value={form.hoursId ?? 'inbox'}
        onChange={(id) => onChange({ ...form, hoursId: id === 'inbox' ? null : id })}
      />
    </>
  );
}

/** Makes or changes an agreement. */
export function AgreementDialog({ agreement, onClose }: { agreement: Agreement | null; onClose(): void }) {
  const { t } = useTranslation('agreements');
  const [form, setForm] = useState<AgreementInput>(agreement ? inputOf(agreement) : fresh);
  const save = useMutation({
    mutationFn: () =>
      agreement
        ? call(changeAgreement, { params: { id: agreement.id }, body: form })
        : call(createAgreement, { body: form }),
    onSuccess: async () => {
      await refresh(keys.settings);
      say(t('saved'));
      onClose();
    },
    onError: complain,
  });
  const complete = form.name.trim() !== '' && promises.some((promise) => form.targets[promise] !== null);
  return (
    <Modal
      opened
      centered
      size="xl"
      onClose={onClose}
      title={agreement?.name ?? t('add')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <TextInput
        data-autofocus
        label={t('name')}
        placeholder={t('namePlaceholder')}
        maxLength={80}
        value={form.name}
        onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
      />
      <h3 className={classes.heading}>{t('targets')}</h3>
      <Targets form={form} onChange={setForm} />
      <h3 className={classes.heading}>{t('conditions')}</h3>
      <Conditions form={form} onChange={setForm} />
      <Switch
        mt="lg"
        label={t('active')}
        checked={form.active}
        onChange={(event) => setForm({ ...form, active: event.currentTarget.checked })}
      />
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button disabled={!complete} loading={save.isPending} onClick={() => save.mutate()}>
          {t('save')}
        </Button>
      </Group>
    </Modal>
  );
}
