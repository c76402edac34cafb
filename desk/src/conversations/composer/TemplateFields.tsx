import { Button, FileButton, Group, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { TemplateField } from '@meada/contract/templates';
import { IconPaperclip } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Values } from './templates.ts';

type Value = Values[string];
type Props = {
  fields: readonly TemplateField[];
  values: Values;
  onChange: (at: string, value: Value) => void;
  onFile: (field: TemplateField, file: File) => void;
  fileNames: Readonly<Record<string, string>>;
};

const accepts: Partial<Record<TemplateField['kind'], string>> = {
  image: 'image/jpeg,image/png',
  video: 'video/mp4,video/3gpp',
};

function FileField({
  field,
  name,
  onFile,
}: {
  field: TemplateField;
  name?: string;
  onFile: (file: File) => void;
}) {
  const { t } = useTranslation('conversations');
  return (
    <Group gap="xs">
      <FileButton onChange={(file) => file && onFile(file)} accept={accepts[field.kind]}>
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconPaperclip size={16} />}>
            {t(`template.file.${field.kind as 'image'}`)}
          </Button>
        )}
      </FileButton>
      <Text size="sm" c="dimmed">
        {name ?? t('template.fileMissing')}
      </Text>
    </Group>
  );
}

function PlaceField({ value, onChange }: { value: Value | undefined; onChange: (value: Value) => void }) {
  const { t } = useTranslation('conversations');
  const place = { latitude: 0, longitude: 0, ...value?.place };
  const change = (some: object) => onChange({ place: { ...place, ...some } });
  return (
    <Stack gap={6}>
      <Group grow>
        {(['latitude', 'longitude'] as const).map((name) => (
          <NumberInput
            key={name}
            label={t(`template.${name}`)}
            required
            decimalScale={6}
            min={name === 'latitude' ? -90 : -180}
            max={name === 'latitude' ? 90 : 180}
            value={value?.place?.[name] ?? ''}
            onChange={(number) => change({ [name]: Number(number) })}
          />
        ))}
      </Group>
      {(['name', 'address'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`template.place.${name}`)}
          maxLength={500}
          value={value?.place?.[name] ?? ''}
          onChange={(event) => change({ [name]: event.currentTarget.value || undefined })}
        />
      ))}
    </Stack>
  );
}

/** One input for each field of a template, by what it takes. */
export function TemplateFields({ fields, values, onChange, onFile, fileNames }: Props) {
  const { t } = useTranslation('conversations');
  return fields.map((field, index) => {
    const { at, kind, name, required } = field;
    if (kind === 'image' || kind === 'video' || kind === 'document')
      return <FileField key={at} field={field} name={fileNames[at]} onFile={(file) => onFile(field, file)} />;
    if (kind === 'location')
      return <PlaceField key={at} value={values[at]} onChange={(value) => onChange(at, value)} />;
    const card = /^card\.(\d+)\./.exec(at)?.[1];
    const label = [
      card ? t('template.card', { n: Number(card) + 1 }) : '',
      t(`template.kind.${kind}`, { name }),
    ];
    const common = {
      label: label.filter(Boolean).join(' · '),
      required,
      maxLength: 1024,
      value: values[at]?.value ?? '',
      'data-autofocus': index === 0 || undefined,
    };
    const change = (value: string) => onChange(at, { value });
    if (kind === 'products')
      return (
        <Textarea key={at} {...common} autosize onChange={(event) => change(event.currentTarget.value)} />
      );
    return (
      <TextInput
        key={at}
        {...common}
        type={kind === 'time' ? 'datetime-local' : 'text'}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  });
}
