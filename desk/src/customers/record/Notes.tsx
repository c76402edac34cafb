import { ActionIcon, Button, Group, Menu, Modal, Text, Textarea } from '@mantine/core';
import {
  addNote,
  type CustomerNote,
  changeNote,
  dropNote,
  readNoteVersions,
} from '@meada/contract/routes/record';
import { IconDots, IconPin, IconPinFilled } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useMay } from '../../api/queries.ts';
import { useConfirm } from '../../settings/kit/confirm.tsx';
import { Section } from '../../settings/kit/Section.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { renew } from './queries.ts';
import classes from './record.module.css';
import { useSought } from './useSought.ts';

const longest = 10_000;

/** What a note said before. */
function Versions({ id, note, onClose }: { id: string; note: CustomerNote; onClose(): void }) {
  const { t, i18n } = useTranslation('record');
  const versions = useQuery({
    queryKey: [...keys.customer(id), 'note', note.id, note.versions],
    queryFn: ({ signal }) => call(readNoteVersions, { params: { id, noteId: note.id } }, { signal }),
  });
  return (
    <Modal opened onClose={onClose} title={t('notes.versions')} centered>
      {(versions.data?.items ?? []).map((version) => (
        <div key={version.id} className={classes.version}>
          <p>{version.text}</p>
          <small>
            {version.author.name ?? t('somebody')} · {momentOf(version.at, i18n.language)}
          </small>
        </div>
      ))}
    </Modal>
  );
}

type WriteProps = {
  text: string;
  action: string;
  busy: boolean;
  onSave(text: string): void;
  onCancel(): void;
};

function Writing({ text: before, action, busy, onSave, onCancel }: WriteProps) {
  const { t } = useTranslation('record');
  const [text, setText] = useState(before);
  return (
    <>
      <Textarea
        aria-label={t('notes.text')}
        autosize
        autoFocus
        minRows={2}
        maxRows={14}
        maxLength={longest}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group mt="xs" gap="xs">
        <Button size="xs" loading={busy} disabled={text.trim() === ''} onClick={() => onSave(text)}>
          {action}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </Group>
    </>
  );
}

function Note({ id, note }: { id: string; note: CustomerNote }) {
  const { t } = useTranslation('record');
  const may = useMay('customers.write');
  const { ask, dialog } = useConfirm();
  const [mode, setMode] = useState<'read' | 'edit' | 'versions'>('read');
  const { place, sought } = useSought<HTMLLIElement>(`note-${note.id}`);
  const params = { id, noteId: note.id };
  const change = useMutation({
    mutationFn: (body: { text?: string; pinned?: boolean }) => call(changeNote, { params, body }),
    onSuccess: () => {
      setMode('read');
      return renew(id);
    },
    onError: complain,
  });
  const drop = () =>
    ask({
      title: t('notes.dropTitle'),
      text: t('notes.dropText'),
      action: t('notes.drop'),
      danger: true,
      act: async () => {
        await call(dropNote, { params });
        await renew(id);
      },
    });
  if (mode === 'edit')
    return (
      <li>
        <Writing
          text={note.text}
          action={t('save')}
          busy={change.isPending}
          onSave={(text) => change.mutate({ text })}
          onCancel={() => setMode('read')}
        />
      </li>
    );
  return (
    <li
      ref={place}
      id={`note-${note.id}`}
      data-pinned={note.pinned || undefined}
      data-sought={sought || undefined}
    >
      <p>{note.text}</p>
      <div className={classes.noteFoot}>
        {note.pinned ? <IconPinFilled size={14} role="img" aria-label={t('notes.pinned')} /> : null}
        <span>{note.author.name ?? t('somebody')}</span>
        <RelativeTime at={note.createdAt} />
        {note.versions > 0 ? (
          <button type="button" onClick={() => setMode('versions')}>
            {t('notes.edited')}
          </button>
        ) : null}
        {may ? (
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" size="sm" ml="auto" aria-label={t('notes.more')}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPin size={15} />}
                onClick={() => change.mutate({ pinned: !note.pinned })}
              >
                {t(note.pinned ? 'notes.unpin' : 'notes.pin')}
              </Menu.Item>
              <Menu.Item onClick={() => setMode('edit')}>{t('notes.edit')}</Menu.Item>
              <Menu.Item color="red" onClick={drop}>
                {t('notes.drop')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {mode === 'versions' ? <Versions id={id} note={note} onClose={() => setMode('read')} /> : null}
      {dialog}
    </li>
  );
}

/** Notes about the customer, pinned ones first. The customer never sees them. */
export function Notes({ id, notes }: { id: string; notes: readonly CustomerNote[] }) {
  const { t } = useTranslation('record');
  const may = useMay('customers.write');
  const [adding, setAdding] = useState(false);
  const add = useMutation({
    mutationFn: (text: string) => call(addNote, { params: { id }, body: { text } }),
    onSuccess: () => {
      setAdding(false);
      return renew(id);
    },
    onError: complain,
  });
  return (
    <Section
      title={t('notes.title')}
      actions={
        may && !adding ? (
          <Button variant="light" size="xs" onClick={() => setAdding(true)}>
            {t('notes.add')}
          </Button>
        ) : null
      }
    >
      {adding ? (
        <Writing
          text=""
          action={t('notes.addAction')}
          busy={add.isPending}
          onSave={(text) => add.mutate(text)}
          onCancel={() => setAdding(false)}
        />
      ) : null}
      {notes.length === 0 && !adding ? (
        <Text size="sm" c="dimmed">
          {t('notes.none')}
        </Text>
      ) : null}
      <ul className={classes.notes}>
        {notes.map((note) => (
          <Note key={note.id} id={id} note={note} />
        ))}
      </ul>
    </Section>
  );
}
