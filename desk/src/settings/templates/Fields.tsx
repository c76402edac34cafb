import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { TemplateMaking } from '@meada/contract/template-drafts';
import type { TemplateCost } from '@meada/contract/templates';
import { IconBraces } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ButtonsEditor } from './ButtonsEditor.tsx';
import { nameFrom, type Writing, withField } from './draft.ts';

type Props = {
  writing: Writing;
  making: TemplateMaking;
  problemAt: (at: string) => string | undefined;
  onChange: (some: Partial<Writing>) => void;
};

/** Name, language and category; header, body, footer and buttons. */
export function Fields({ writing, making, problemAt, onChange }: Props) {
  const { t, i18n } = useTranslation('firm');
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' });
  const { header } = writing;
  return (
    <Stack gap="sm">
      <TextInput
        data-autofocus
        label={t('models.name')}
        description={t('models.nameHelp')}
        required
        value={writing.name}
        error={problemAt('name')}
        onChange={(event) => onChange({ name: nameFrom(event.currentTarget.value) })}
      />
      <Select
        label={t('models.language')}
        allowDeselect={false}
        data={making.languages.map((one) => ({ value: one, label: names.of(one.replace('_', '-')) ?? one }))}
        value={writing.language}
        onChange={(language) => language && onChange({ language })}
      />
      <Select
        label={t('models.cost')}
        description={t(`models.costHelp.${writing.cost}`)}
        allowDeselect={false}
        data={making.costs.map((one) => ({ value: one, label: t(`models.costName.${one}`) }))}
        value={writing.cost}
        onChange={(cost) => cost && onChange({ cost: cost as TemplateCost })}
      />
      <Select
        label={t('models.header')}
        allowDeselect={false}
        data={['none' as const, ...making.headers].map((one) => ({
          value: one,
          label: t(`models.format.${one}`),
        }))}
        value={header.format}
        onChange={(format) =>
          onChange({ header: { ...header, format: format as Writing['header']['format'] }, uploads: {} })
        }
      />
      {header.format === 'text' ? (
        <TextInput
          label={t('models.headerText')}
          maxLength={making.limits.header}
          value={header.text}
          error={problemAt('header')}
          onChange={(event) => onChange({ header: { ...header, text: event.currentTarget.value } })}
        />
      ) : null}
      <div>
        <Textarea
          label={t('models.body')}
          description={t('models.bodyHelp')}
          required
          autosize
          minRows={4}
          maxRows={12}
          maxLength={making.limits.body}
          value={writing.body}
          error={problemAt('body')}
          onChange={(event) => onChange({ body: event.currentTarget.value })}
        />
        <Button
          variant="subtle"
          size="compact-sm"
          mt={4}
          leftSection={<IconBraces size={15} />}
          onClick={() => onChange({ body: withField(writing.body) })}
        >
          {t('models.addField')}
        </Button>
      </div>
      <TextInput
        label={t('models.footer')}
        maxLength={making.limits.footer}
        value={writing.footer}
        error={problemAt('footer')}
        onChange={(event) => onChange({ footer: event.currentTarget.value })}
      />
      <ButtonsEditor
        making={making}
        buttons={writing.buttons}
        problemAt={problemAt}
        onChange={(buttons) => onChange({ buttons })}
      />
    </Stack>
  );
}
