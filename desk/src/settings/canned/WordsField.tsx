import { Button, Input, Menu, Switch, Textarea } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import { spelled, variableNames } from '@meada/contract/variables';
import { IconBraces } from '@tabler/icons-react';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { textAsHtml } from '../../conversations/letter/html.ts';
import { SignatureField } from '../kit/SignatureField.tsx';
import classes from './canned.module.css';

/** Shown as they are written: the translations would take their braces for their own. */
const examples = { example: '{{cliente.nome|tudo bem}}', field: '{{cliente.campo.tamanho}}' };

export type Words = { text: string; html: string | null };
type Props = {
  words: Words;
  label: string;
  /** Whether a rich version may stand beside the plain words. */
  rich?: boolean;
  error?: ReactNode;
  maxLength?: number;
  onChange(some: Partial<Words>): void;
};

/** Words with variables in them, and the same as rich text where a channel has it. */
export function WordsField({ words, label, rich = true, error, maxLength = 5000, onChange }: Props) {
  const { t, i18n } = useTranslation('canned');
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const put = (name: string) => {
    const { selectionStart = words.text.length, selectionEnd = selectionStart } = field.current ?? {};
    const mark = `{{${name}}}`;
    onChange({ text: words.text.slice(0, selectionStart) + mark + words.text.slice(selectionEnd) });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(selectionStart + mark.length, selectionStart + mark.length);
    });
  };
  return (
    <div>
      <div className={classes.labelled}>
        <Input.Label htmlFor={id}>{label}</Input.Label>
        <Menu shadow="md" position="bottom-end" withinPortal>
          <Menu.Target>
            <Button variant="subtle" size="compact-sm" leftSection={<IconBraces size={16} />}>
              {t('insert')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
            {variableNames.map((name) => (
              <Menu.Item key={name} onClick={() => put(spelled(name, i18n.language as Locale))}>
                {t(`variable.${name.replace('.', '_')}`)}
              </Menu.Item>
            ))}
            <Menu.Label maw={280} style={{ whiteSpace: 'normal' }}>
              {t('variableHelp', examples)}
            </Menu.Label>
          </Menu.Dropdown>
        </Menu>
      </div>
      <Textarea
        ref={field}
        id={id}
        autosize
        minRows={3}
        maxRows={14}
        maxLength={maxLength}
        error={error}
        value={words.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      {rich ? (
        <Switch
          mt="sm"
          size="sm"
          label={t('rich')}
          description={t('richHelp')}
          checked={words.html !== null}
          onChange={(event) =>
            onChange({ html: event.currentTarget.checked ? textAsHtml(words.text) : null })
          }
        />
      ) : null}
      {words.html === null ? null : (
        <SignatureField html={words.html} label={t('richText')} onChange={(html) => onChange({ html })} />
      )}
    </div>
  );
}
