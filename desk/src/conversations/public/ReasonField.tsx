import { Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Shortest reason that says anything (characters), as the server has it. */
const atLeast = 3;

export const isReason = (text: string): boolean => text.trim().length >= atLeast;

/** Why something public is left without a public answer. */
export function ReasonField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('conversations');
  return (
    <Textarea
      data-autofocus
      label={t('duty.reason')}
      description={t('duty.reasonHelp')}
      placeholder={t('duty.reasonPlaceholder')}
      value={value}
      maxLength={500}
      autosize
      minRows={2}
      maxRows={6}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
