import { ActionIcon, Button, Menu, Stack, TextInput } from '@mantine/core';
import type { DraftProblem, TemplateMaking } from '@meada/contract/template-drafts';
import type { TemplateButton } from '@meada/contract/templates';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Writing } from './draft.ts';
import classes from './templates.module.css';

type Buttons = Writing['buttons'];
type Props = {
  making: TemplateMaking;
  buttons: Buttons;
  problemAt: (at: string) => string | undefined;
  /** The rule that a place breaks, whether it is told yet or not. */
  ruleAt: (at: string) => DraftProblem['rule'] | undefined;
  onChange: (buttons: Buttons) => void;
};

const fresh = (kind: TemplateButton['kind'], text: string): Buttons[number] => ({
  key: crypto.randomUUID(),
  kind,
  text,
  ...(kind === 'url' ? { url: 'https://' } : {}),
  ...(kind === 'phone' ? { phone: '+55' } : {}),
});

/** The buttons under a template: what each says and where it leads. */
export function ButtonsEditor({ making, buttons, problemAt, ruleAt, onChange }: Props) {
  const { t } = useTranslation('firm');
  const at = (n: number) => ruleAt(`button.${n}`);
  const change = (key: string, some: Partial<TemplateButton>) =>
    onChange(buttons.map((one) => (one.key === key ? { ...one, ...some } : one)));
  return (
    <Stack gap="xs">
      {buttons.map(({ key, kind, text, url, phone }, n) => (
        <div key={key} className={classes.button}>
          <Stack gap="xs">
            <TextInput
              label={t(`models.button.${kind as 'reply'}`)}
              placeholder={t('models.buttonText')}
              value={text}
              maxLength={making.limits.button}
              error={
                at(n) === 'not_a_link' || (kind === 'phone' && text.trim())
                  ? undefined
                  : problemAt(`button.${n}`)
              }
              onChange={(event) => change(key, { text: event.currentTarget.value })}
            />
            {kind === 'url' ? (
              <TextInput
                type="url"
                label={t('models.link')}
                description={t('models.linkHelp', { field: '{{1}}' })}
                value={url ?? ''}
                maxLength={2000}
                error={at(n) === 'not_a_link' ? problemAt(`button.${n}`) : undefined}
                onChange={(event) => change(key, { url: event.currentTarget.value })}
              />
            ) : null}
            {kind === 'phone' ? (
              <TextInput
                type="tel"
                label={t('models.phone')}
                value={phone ?? ''}
                maxLength={20}
                error={text.trim() ? problemAt(`button.${n}`) : undefined}
                onChange={(event) => change(key, { phone: event.currentTarget.value })}
              />
            ) : null}
          </Stack>
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t('models.removeButton', { n: n + 1 })}
            onClick={() => onChange(buttons.filter((one) => one.key !== key))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </div>
      ))}
      {buttons.length < making.limits.buttons ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} w="fit-content">
              {t('models.addButton')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {making.buttons.map((kind) => (
              <Menu.Item
                key={kind}
                onClick={() =>
                  onChange([...buttons, fresh(kind, kind === 'copy_code' ? t('models.copyCode') : '')])
                }
              >
                {t(`models.button.${kind as 'reply'}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </Stack>
  );
}
