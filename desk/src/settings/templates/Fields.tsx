import { Button, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { DraftProblem, TemplateMaking } from '@meada/contract/template-drafts';
import type { TemplateCost } from '@meada/contract/templates';
import { IconBraces } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ButtonsEditor } from './ButtonsEditor.tsx';
import { languageOf, nameFrom, type Writing, withField } from './draft.ts';
import classes from './templates.module.css';

type Props = {
  writing: Writing;
  making: TemplateMaking;
  problemAt: (at: string) => string | undefined;
  ruleAt: (at: string) => DraftProblem['rule'] | undefined;
  onChange: (some: Partial<Writing>) => void;
};

/** Name, language and category; header, body, footer and buttons. */
export function Fields({ writing, making, problemAt, ruleAt, onChange }: Props) {
  const { t, i18n } = useTranslation('firm');
  const body = useRef<HTMLTextAreaElement>(null);
  const insertField = () => {
    const next = withField(writing.body, body.current?.selectionStart ?? writing.body.length);
    onChange({ body: next.text });
    // The caret goes behind the field once React has put the text there.
    requestAnimationFrame(() => {
      body.current?.focus();
      body.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const languages = [...new Set([...making.languages, writing.language])];
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
        searchable
        nothingFoundMessage={t('models.notFound')}
        data={languages.map((one) => ({ value: one, label: languageOf(one, i18n.language) }))}
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
          ref={body}
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
        <div className={classes.body}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconBraces size={15} />}
            onClick={insertField}
          >
            {t('models.addField')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('models.length', { n: writing.body.length, max: making.limits.body })}
          </Text>
        </div>
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
        ruleAt={ruleAt}
        onChange={(buttons) => onChange({ buttons })}
      />
    </Stack>
  );
}
