import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldValue } from '../header/snooze.ts';

type Props = {
  /** What stands there first. */
  at: Date;
  unlessAnswered: boolean;
  action: string;
  /** Until when free text can be sent there; null: always. */
  windowEndsAt?: string | null;
  onSave: (at: Date, unlessAnswered: boolean) => unknown;
  onClose: () => void;
};

/** Any day and time, and whether an answer of the customer keeps it back. */
export function LaterDialog({ at, unlessAnswered, action, windowEndsAt = null, onSave, onClose }: Props) {
  const { t } = useTranslation('later');
  const [text, setText] = useState(fieldValue(at));
  const [unless, setUnless] = useState(unlessAnswered);
  const [now] = useState(() => new Date());
  const chosen = new Date(text);
  const past = text !== '' && chosen.getTime() <= Date.now();
  const closed = windowEndsAt !== null && chosen.getTime() >= Date.parse(windowEndsAt);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(chosen, unless);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('title')}>
      <form onSubmit={save}>
        <Stack gap="md">
          <TextInput
            type="datetime-local"
            label={t('at')}
            description={t('zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
            min={fieldValue(now)}
            value={text}
            error={past ? t('past') : closed ? t('windowCloses') : null}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <Checkbox
            label={t('unless')}
            description={t('unlessText')}
            checked={unless}
            onChange={(event) => setUnless(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={text === '' || past || closed}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
