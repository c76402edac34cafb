import { ActionIcon, Modal } from '@mantine/core';
import type { Attachment } from '@meada/contract/content';
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './thread.module.css';

type Props = { files: readonly Attachment[]; start: number; onClose: () => void };

/** Pictures large, one after the other. */
export function Lightbox({ files, start, onClose }: Props) {
  const { t } = useTranslation('conversations');
  const [index, setIndex] = useState(start);
  const file = files[index];
  const step = (by: number) => setIndex((now) => (now + by + files.length) % files.length);
  const turn = (event: React.KeyboardEvent) => {
    if (event.key === 'ArrowLeft') step(-1);
    if (event.key === 'ArrowRight') step(1);
  };
  if (!file) return null;
  return (
    <Modal
      opened
      onClose={onClose}
      fullScreen
      title={file.name}
      classNames={{ body: classes.lightbox }}
      onKeyDown={turn}
    >
      <img src={file.url} alt={file.name} />
      <div className={classes.lightboxBar}>
        {files.length > 1 ? (
          <>
            <ActionIcon variant="default" size="lg" onClick={() => step(-1)} aria-label={t('file.previous')}>
              <IconChevronLeft size={20} />
            </ActionIcon>
            <span>
              {index + 1} / {files.length}
            </span>
            <ActionIcon variant="default" size="lg" onClick={() => step(1)} aria-label={t('file.next')}>
              <IconChevronRight size={20} />
            </ActionIcon>
          </>
        ) : null}
        <ActionIcon
          component="a"
          href={file.url}
          download={file.name}
          variant="default"
          size="lg"
          aria-label={t('file.download')}
        >
          <IconDownload size={19} />
        </ActionIcon>
      </div>
    </Modal>
  );
}
