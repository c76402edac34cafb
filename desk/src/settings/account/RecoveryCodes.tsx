import { Alert, Button, Group, SimpleGrid } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { CopyAction } from '../kit/CopyLine.tsx';

/** Hands a text over as a file, without a server. */
function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The recovery codes, this once. */
export function RecoveryCodes({ codes, onClose }: { codes: string[]; onClose(): void }) {
  const { t } = useTranslation('settings');
  const { email } = useMe();
  const text = codes.join('\n');
  return (
    <>
      <Alert variant="light" color="yellow" icon={<IconAlertTriangle size={18} />} mb="md">
        <span style={{ color: 'var(--ink)' }}>{t('factor.codesText')}</span>
      </Alert>
      <SimpleGrid
        cols={2}
        spacing="xs"
        ff="monospace"
        fz={15}
        component="ol"
        style={{ listStyle: 'none', padding: 0, margin: 0 }}
      >
        {codes.map((code) => (
          <li
            key={code}
            style={{ background: 'var(--sunken)', borderRadius: 8, padding: '6px 10px', textAlign: 'center' }}
          >
            {code}
          </li>
        ))}
      </SimpleGrid>
      <Group mt="lg" justify="space-between">
        <Group gap="sm">
          <CopyAction value={text} />
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => download(`meada-${email}.txt`, `${t('factor.fileHead', { email })}\n\n${text}\n`)}
          >
            {t('factor.download')}
          </Button>
        </Group>
        <Button onClick={onClose}>{t('factor.kept')}</Button>
      </Group>
    </>
  );
}
