import { Button, Group, Stack, Text } from '@mantine/core';
import type { Attachment } from '@meada/contract/content';
import type { MessageTemplate } from '@meada/contract/routes/templates';
import type { TemplateField } from '@meada/contract/templates';
import { IconArrowLeft } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TemplateFields } from './TemplateFields.tsx';
import { TemplatePreview } from './TemplatePreview.tsx';
import classes from './template.module.css';
import { asked, missing, preview, type Values } from './templates.ts';
import { useUploads } from './useUploads.ts';

type Props = {
  template: MessageTemplate;
  name: string | null;
  onBack: () => void;
  onSend: (values: Values, attachments: Attachment[]) => void;
};

/** Times of the form are of this place, and leave as instants. */
const instants = (fields: readonly TemplateField[], values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([at, one]) => {
      const isTime = fields.some((field) => field.at === at && field.kind === 'time');
      const time = isTime ? new Date(one.value ?? '') : null;
      return [at, time && !Number.isNaN(time.getTime()) ? { value: time.toISOString() } : one];
    }),
  );

/** The fields of the chosen template beside what the customer will see. */
export function TemplateFill({ template, name, onBack, onSend }: Props) {
  const { t } = useTranslation('conversations');
  const uploads = useUploads();
  const fields = asked(template);
  const first = fields.find((field) => field.kind === 'text' && field.at.startsWith('body.'));
  // Nearly every template greets by name first.
  const [values, setValues] = useState<Values>(first && name ? { [first.at]: { value: name } } : {});
  const [files, setFiles] = useState<Record<string, File>>({});
  const ready = uploads.list.every((one) => one.attachment);
  const full = missing(template, values).length === 0 && ready;
  const takeFile = (field: TemplateField, file: File) => {
    // One file to a field: the number is that of its upload.
    setFiles((now) => ({ ...now, [field.at]: file }));
    setValues((now) => ({ ...now, [field.at]: { attachment: uploads.list.length } }));
    uploads.add([file]);
  };
  const picture = uploads.list.findLast((one) => one.preview)?.preview ?? undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const attachments = uploads.list.flatMap((one) => (one.attachment ? [one.attachment] : []));
        if (full) onSend(instants(fields, values), attachments);
      }}
    >
      <div className={classes.two}>
        <Stack gap="sm">
          <TemplateFields
            fields={fields}
            values={values}
            onChange={(at, value) => setValues((now) => ({ ...now, [at]: value }))}
            onFile={takeFile}
            fileNames={Object.fromEntries(Object.entries(files).map(([at, file]) => [at, file.name]))}
          />
        </Stack>
        <figure style={{ margin: 0 }}>
          <Text component="figcaption" size="xs" c="dimmed" mb={4}>
            {t('template.preview')}
          </Text>
          <TemplatePreview parts={preview(template, values)} picture={picture} />
          {template.cost ? (
            <Text size="xs" c="dimmed" mt={6}>
              {t('template.costs', { cost: t(`template.cost.${template.cost}`) })}
            </Text>
          ) : null}
        </figure>
      </div>
      <Group justify="space-between" mt="md">
        <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
          {t('template.other')}
        </Button>
        <Button type="submit" disabled={!full}>
          {t('composer.send')}
        </Button>
      </Group>
    </form>
  );
}
