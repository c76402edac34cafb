import { Button, FileButton, Group } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { UploadList } from '../composer/UploadList.tsx';
import type { useUploads } from '../composer/useUploads.ts';

type Props = { uploads: ReturnType<typeof useUploads>; onFiles: (files: readonly File[]) => void };

/** Files that go with the first words. */
export function FileRow({ uploads, onFiles }: Props) {
  const { t } = useTranslation('conversations');
  return (
    <div>
      <UploadList uploads={uploads} />
      <Group>
        <FileButton multiple onChange={onFiles} inputProps={{ 'aria-label': t('composer.attach') }}>
          {(props) => (
            <Button
              {...props}
              variant="subtle"
              color="gray"
              size="compact-sm"
              leftSection={<IconPaperclip size={17} stroke={1.7} />}
            >
              {t('composer.attach')}
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
}
