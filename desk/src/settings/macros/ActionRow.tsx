import { ActionIcon } from '@mantine/core';
import type { MacroAction, MacroActionKind } from '@meada/contract/macros';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { actionIcons } from '../../conversations/macros/Step.tsx';
import {
  AssignFields,
  FieldFields,
  FollowFields,
  LabelsFields,
  NoteFields,
  PriorityFields,
  ReplyFields,
} from './ActionFields.tsx';
import { isWhole } from './actions.ts';
import classes from './macros.module.css';
import { StatusFields } from './StatusFields.tsx';

type FieldsProps = { action: MacroAction; onChange(action: MacroAction): void };
const fields = {
  reply: ReplyFields,
  note: NoteFields,
  status: StatusFields,
  assign: AssignFields,
  labels: LabelsFields,
  priority: PriorityFields,
  follow: FollowFields,
  field: FieldFields,
} as unknown as Record<MacroActionKind, ComponentType<FieldsProps>>;

type Props = FieldsProps & {
  number: number;
  last: boolean;
  tried: boolean;
  onMove(step: number): void;
  onRemove(): void;
};

/** One action of a macro being written. */
export function ActionRow({ action, number, last, tried, onChange, onMove, onRemove }: Props) {
  const { t } = useTranslation('macros');
  const Fields = fields[action.kind];
  const Icon = actionIcons[action.kind];
  const button = { variant: 'subtle', color: 'gray' } as const;
  return (
    <li className={classes.action}>
      <div className={classes.actionHead}>
        <span className={classes.number}>{number}</span>
        <Icon size={18} aria-hidden />
        <b>{t(`kind.${action.kind}`)}</b>
        <ActionIcon
          {...button}
          disabled={number === 1}
          aria-label={t('form.up')}
          title={t('form.up')}
          onClick={() => onMove(-1)}
        >
          <IconArrowUp size={16} />
        </ActionIcon>
        <ActionIcon
          {...button}
          disabled={last}
          aria-label={t('form.down')}
          title={t('form.down')}
          onClick={() => onMove(1)}
        >
          <IconArrowDown size={16} />
        </ActionIcon>
        <ActionIcon {...button} aria-label={t('form.drop')} title={t('form.drop')} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <Fields action={action} onChange={onChange} />
      {tried && !isWhole(action) ? (
        <p className={classes.wrong} role="alert">
          {t('form.incomplete')}
        </p>
      ) : null}
    </li>
  );
}
