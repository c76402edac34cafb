import { SegmentedControl, Stack, Text } from '@mantine/core';
import { changeProfile, type Me } from '@meada/contract/routes/session';
import { type UndoSeconds, undoChoices } from '@meada/contract/scheduled';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMe } from '../../api/queries.ts';
import { complain, say } from '../../ui/toast.ts';
import { Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';

const kinds = ['letters', 'chats'] as const;

/** For how long one can take back what one sends: letters and chats apart. */
export function Sending() {
  const { t } = useTranslation('later');
  const { undo } = useMe();
  const save = useMutation({
    mutationFn: (change: Partial<Me['undo']>) => call(changeProfile, { body: { undo: change } }),
    onSuccess: async () => {
      await refresh(keys.me);
      say(t('pref.saved'));
    },
    onError: complain,
  });
  const choices = undoChoices.map((seconds) => ({
    value: String(seconds),
    label: seconds === 0 ? t('pref.none') : t('pref.seconds', { seconds }),
  }));
  return (
    <Section title={t('pref.title')} text={t('pref.text')}>
      <Stack gap="md">
        {kinds.map((kind) => (
          <div key={kind}>
            <Text size="sm" fw={500} mb={6} id={`undo-${kind}`}>
              {t(`pref.${kind}`)}
            </Text>
            <SegmentedControl
              aria-labelledby={`undo-${kind}`}
              data={choices}
              value={String(undo[kind])}
              disabled={save.isPending}
              onChange={(value) => save.mutate({ [kind]: Number(value) as UndoSeconds })}
            />
          </div>
        ))}
      </Stack>
    </Section>
  );
}
