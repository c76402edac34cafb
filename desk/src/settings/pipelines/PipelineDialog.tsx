import { ActionIcon, Button, Group, Modal, NumberInput, Select, TextInput } from '@mantine/core';
import {
  changePipeline,
  createPipeline,
  type Pipeline,
  type StageCategory,
} from '@meada/contract/routes/deals';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { codeOf } from '../../api/problem.ts';
import { CurrencySelect } from '../../ui/CurrencySelect.tsx';
import { complain, complainOf, say } from '../../ui/toast.ts';
import { refresh } from '../queries.ts';
import classes from './pipelines.module.css';

type StageInput = {
  key: string;
  id?: string;
  name: string;
  category: StageCategory;
  probability: number;
  colour: string;
};

const categories = ['open', 'won', 'lost'] as const;

type Begun = Pick<StageInput, 'category' | 'probability' | 'colour'>;
const stage = (name: string, begun: Begun): StageInput => ({ key: crypto.randomUUID(), name, ...begun });

type RowProps = {
  stage: StageInput;
  first: boolean;
  last: boolean;
  onChange(some: Partial<StageInput>): void;
  onMove(step: number): void;
  onRemove(): void;
};

function StageRow({ stage: one, first, last, onChange, onMove, onRemove }: RowProps) {
  const { t } = useTranslation('deals');
  return (
    <li className={classes.stage}>
      <input
        type="color"
        aria-label={t('setup.colour')}
        value={one.colour}
        onChange={(event) => onChange({ colour: event.currentTarget.value })}
      />
      <TextInput
        className={classes.name}
        aria-label={t('setup.stageName')}
        placeholder={t('setup.stageName')}
        maxLength={60}
        value={one.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <Select
        w={120}
        aria-label={t('setup.category')}
        allowDeselect={false}
        data={categories.map((value) => ({ value, label: t(`setup.kind.${value}`) }))}
        value={one.category}
        onChange={(category) => onChange({ category: (category as StageCategory) ?? 'open' })}
      />
      <NumberInput
        w={80}
        aria-label={t('setup.probability')}
        title={t('setup.probability')}
        hideControls
        min={0}
        max={99}
        disabled={one.category !== 'open'}
        value={one.category === 'open' ? one.probability : one.category === 'won' ? 100 : 0}
        onChange={(value) => onChange({ probability: Math.min(99, Number(value || 0)) })}
      />
      <span className={classes.moves}>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={first}
          aria-label={t('setup.up')}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          disabled={last}
          aria-label={t('setup.down')}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" aria-label={t('setup.removeStage')} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      </span>
    </li>
  );
}

/** Names a pipeline and puts its stages. */
export function PipelineDialog({ pipeline, onClose }: { pipeline: Pipeline | null; onClose(): void }) {
  const { t } = useTranslation('deals');
  const [name, setName] = useState(pipeline?.name ?? '');
  const [currency, setCurrency] = useState(pipeline?.currency ?? 'BRL');
  const [stages, setStages] = useState<StageInput[]>(
    () =>
      pipeline?.stages.map((one) => ({ ...one, key: one.id })) ?? [
        stage('', { category: 'open', probability: 20, colour: '#2563eb' }),
        stage(t('setup.kind.won'), { category: 'won', probability: 100, colour: '#15803d' }),
        stage(t('setup.kind.lost'), { category: 'lost', probability: 0, colour: '#b91c1c' }),
      ],
  );
  const save = useMutation({
    mutationFn: () => {
      const body = { name, currency, stages: stages.map(({ key: _, ...one }) => one) };
      return pipeline
        ? call(changePipeline, { params: { id: pipeline.id }, body })
        : call(createPipeline, { body });
    },
    onSuccess: async () => {
      await refresh([...keys.settings], keys.deals);
      say(t('saved'));
      onClose();
    },
    onError: (error) => (codeOf(error) === 'conflict' ? complainOf(t('setup.inUse')) : complain(error)),
  });
  const set = (key: string, some: Partial<StageInput>) =>
    setStages(stages.map((one) => (one.key === key ? { ...one, ...some } : one)));
  const move = (at: number, step: number) => {
    const next = [...stages];
    next.splice(at + step, 0, ...next.splice(at, 1));
    setStages(next);
  };
  // Before where deals end: a new stage is one on the way.
  const add = () => {
    const end = stages.findIndex(({ category }) => category !== 'open');
    const made = stage('', { category: 'open', probability: 50, colour: '#7c3aed' });
    setStages(stages.toSpliced(end < 0 ? stages.length : end, 0, made));
  };
  const complete =
    name.trim() !== '' &&
    stages.every((one) => one.name.trim() !== '') &&
    categories.every((category) => stages.some((one) => one.category === category));
  return (
    <Modal
      opened
      centered
      size="xl"
      onClose={onClose}
      title={pipeline?.name ?? t('setup.add')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <div className={classes.head}>
        <TextInput
          data-autofocus
          label={t('setup.name')}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <CurrencySelect label={t('setup.currency')} value={currency} onChange={setCurrency} />
      </div>
      <h3 className={classes.heading}>{t('setup.stages')}</h3>
      <ol className={classes.stages}>
        {stages.map((one, at) => (
          <StageRow
            key={one.key}
            stage={one}
            first={at === 0}
            last={at === stages.length - 1}
            onChange={(some) => set(one.key, some)}
            onMove={(step) => move(at, step)}
            onRemove={() => setStages(stages.filter(({ key }) => key !== one.key))}
          />
        ))}
      </ol>
      <Button variant="light" size="xs" leftSection={<IconPlus size={15} />} onClick={add}>
        {t('setup.addStage')}
      </Button>
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
