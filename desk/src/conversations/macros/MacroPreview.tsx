import { Alert, Button, Group } from '@mantine/core';
import type { EditedWords, Macro, MacroStep } from '@meada/contract/macros';
import type { Conversation } from '@meada/contract/routes/conversations';
import { previewMacro } from '@meada/contract/routes/macros';
import { hasVariable, holesOf } from '@meada/contract/variables';
import { IconAlertTriangle, IconBolt } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { ErrorState } from '../../ui/States.tsx';
import classes from './macros.module.css';
import { Step } from './Step.tsx';
import { closeMacros } from './state.ts';
import { useRunMacro } from './useRunMacro.ts';

/** Whether a step stands in the way: a reply that only lacked a value is right once that is written. */
function isStuck(step: MacroStep, text: string | null): boolean {
  const lacks = text !== null && hasVariable(text);
  if (step.outcome !== 'refused') return lacks;
  const lackedOnly = step.code === 'refused' && step.text !== null && holesOf(step.text).length > 0;
  return !lackedOnly || lacks;
}

type Props = { conversation: Conversation; macro: Macro; onBack(): void };

/** What the macro would do here, line by line; the words can be changed before it runs. */
export function MacroPreview({ conversation, macro, onBack }: Props) {
  const { t } = useTranslation('macros');
  const { id } = conversation;
  const preview = useQuery({
    queryKey: ['macro preview', id, macro.id],
    gcTime: 0,
    queryFn: ({ signal }) =>
      call(previewMacro, { params: { id }, body: { macroId: macro.id } }, { signal }).then(
        (answer) => answer.steps,
      ),
  });
  const [edited, setEdited] = useState<ReadonlyMap<number, EditedWords>>(new Map());
  const run = useRunMacro(conversation, macro);
  const steps = preview.data ?? [];
  const stuck = steps.filter((step, index) => isStuck(step, edited.get(index)?.text ?? step.text));
  const change = (index: number, words: Pick<EditedWords, 'text' | 'html'>) =>
    setEdited((all) => new Map(all).set(index, { index, ...words }));
  const start = () => {
    closeMacros();
    run([...edited.values()]);
  };
  if (preview.error) return <ErrorState error={preview.error} onRetry={() => preview.refetch()} />;
  if (!preview.data) return <ListLoading rows={macro.actions.length} />;
  return (
    <>
      <ol className={classes.steps}>
        {macro.actions.map((action, index) => {
          const step = steps[index];
          if (!step) return null;
          return (
            <Step
              // biome-ignore lint/suspicious/noArrayIndexKey: actions have no other name than their place
              key={index}
              action={action}
              step={step}
              words={edited.get(index)}
              onWords={(words) => change(index, words)}
            />
          );
        })}
      </ol>
      {stuck.length > 0 ? (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
          <span style={{ color: 'var(--ink)' }}>{t('stuck')}</span>
        </Alert>
      ) : null}
      <Group justify="space-between" mt="md">
        <Button variant="default" onClick={onBack}>
          {t('back')}
        </Button>
        <Button
          data-autofocus
          leftSection={<IconBolt size={17} />}
          disabled={stuck.length > 0}
          onClick={start}
        >
          {t('run')}
        </Button>
      </Group>
    </>
  );
}
