import { Button, CloseButton, FileButton, Input } from '@mantine/core';
import type { Attachment } from '@meada/contract/content';
import { IconFileText, IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { upload } from '../../api/upload.ts';
import { sizeOf } from '../../conversations/thread/size.ts';
import { complain } from '../../ui/toast.ts';
import classes from './canned.module.css';

const most = 10;
type Props = { files: Attachment[]; onChange(change: (files: Attachment[]) => Attachment[]): void };

/** Files that go along with the reply. */
export function Files({ files, onChange }: Props) {
  const { t, i18n } = useTranslation('canned');
  const [waiting, setWaiting] = useState(0);
  const add = (chosen: readonly File[]) => {
    for (const file of chosen.slice(0, most - files.length)) {
      setWaiting((now) => now + 1);
      upload({ file, voice: false, onProgress: () => {}, signal: new AbortController().signal })
        .then((made) => onChange((all) => [...all, made]), complain)
        .finally(() => setWaiting((now) => now - 1));
    }
  };
  return (
    <div className={classes.files}>
      <Input.Label component="span" display="block" mb={4}>
        {t('files')}
      </Input.Label>
      {files.length > 0 ? (
        <ul>
          {files.map((file) => (
            <li key={file.id}>
              {file.thumbnailUrl ? (
                <img src={file.thumbnailUrl} alt="" />
              ) : (
                <IconFileText size={20} aria-hidden />
              )}
              <a href={file.url} target="_blank" rel="noreferrer">
                {file.name}
              </a>
              <small>{sizeOf(file.size, i18n.language)}</small>
              <CloseButton
                size="sm"
                aria-label={t('dropFile', { name: file.name })}
                onClick={() => onChange((all) => all.filter((one) => one.id !== file.id))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {files.length < most ? (
        <FileButton multiple onChange={add} inputProps={{ 'aria-label': t('addFile') }}>
          {(props) => (
            <Button
              {...props}
              variant="light"
              size="xs"
              loading={waiting > 0}
              leftSection={<IconPaperclip size={16} />}
            >
              {t('addFile')}
            </Button>
          )}
        </FileButton>
      ) : null}
    </div>
  );
}
