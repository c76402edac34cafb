import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './regroup.module.css';

type Props = {
  count: number;
  onSplit: (clientId: string, subject: string) => Promise<boolean>;
  onClose: () => void;
};

/** A conversation of their own for the chosen messages, named if one likes. */
export function SplitDialog({ count, onSplit, onClose }: Props) {
  const { t } = useTranslation('regroup');
  const [subject, setSubject] = useState('');
  const [busy, setBusy] = useState(false);
  // The same number however often it is pressed: it is split once.
  const clientId = useRef(crypto.randomUUID());
  return (
    <Modal opened onClose={onClose} title={t('splitTitle', { count })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void onSplit(clientId.current, subject.trim()).then((done) => (done ? onClose() : setBusy(false)));
        }}
      >
        <p className={classes.text}>{t('splitText')}</p>
        <TextInput
          data-autofocus
          label={t('subject')}
          value={subject}
          maxLength={998}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('splitAction')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
