import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import type { TemplateField } from '@meada/contract/templates';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Upload } from '../../conversations/composer/useUploads.ts';

type Props = {
  fields: readonly TemplateField[];
  values: Readonly<Record<string, string>>;
  file: Upload | undefined;
  problemAt: (at: string) => string | undefined;
  onChange: (at: string, value: string) => void;
  onFile: (file: File) => void;
};

const accepts: Partial<Record<TemplateField['kind'], string>> = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4',
  document: 'application/pdf',
};

/** A sample for every field: who approves the template sees it filled in. */
export function Samples({ fields, values, file, problemAt, onChange, onFile }: Props) {
  const { t } = useTranslation('firm');
  const asked = fields.filter((field) => field.kind !== 'location');
  if (asked.length === 0) return null;
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" fw={600} size="sm">
        {t('models.samples')}
      </Text>
      <Text size="sm" c="dimmed">
        {t('models.samplesHelp')}
      </Text>
      {asked.map(({ at, kind, name }) =>
        accepts[kind] ? (
          <Group key={at} gap="xs">
            <FileButton accept={accepts[kind]} onChange={(chosen) => chosen && onFile(chosen)}>
              {(props) => (
                <Button {...props} variant="default" leftSection={<IconPaperclip size={16} />}>
                  {t(`models.sampleFile.${kind as 'image'}`)}
                </Button>
              )}
            </FileButton>
            <Text size="sm" c={problemAt(`sample.${at}`) ? 'red' : 'dimmed'}>
              {file?.file.name ?? problemAt(`sample.${at}`) ?? ''}
            </Text>
          </Group>
        ) : (
          <TextInput
            key={at}
            label={t(`models.sampleOf.${at.startsWith('button.') ? 'button' : 'text'}`, { name })}
            maxLength={200}
            value={values[at] ?? ''}
            error={problemAt(`sample.${at}`)}
            onChange={(event) => onChange(at, event.currentTarget.value)}
          />
        ),
      )}
    </Stack>
  );
}
