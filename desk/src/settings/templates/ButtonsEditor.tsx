import { ActionIcon, Button, Group, Menu, Stack, TextInput } from '@mantine/core';
import type { TemplateMaking } from '@meada/contract/template-drafts';
import type { TemplateButton } from '@meada/contract/templates';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Writing } from './draft.ts';

type Buttons = Writing['buttons'];
type Props = {
  making: TemplateMaking;
  buttons: Buttons;
  problemAt: (at: string) => string | undefined;
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
export function ButtonsEditor({ making, buttons, problemAt, onChange }: Props) {
  const { t } = useTranslation('firm');
  const change = (key: string, some: Partial<TemplateButton>) =>
    onChange(buttons.map((one) => (one.key === key ? { ...one, ...some } : one)));
  return (
    <Stack gap="xs">
      {buttons.map(({ key, kind, text, url, phone }, n) => (
        <Group key={key} gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t(`models.button.${kind as 'reply'}`)}
            value={text}
            maxLength={making.limits.button}
            error={problemAt(`button.${n}`)}
            onChange={(event) => change(key, { text: event.currentTarget.value })}
          />
          {kind === 'url' ? (
            <TextInput
              flex={1}
              label={t('models.link')}
              value={url ?? ''}
              maxLength={2000}
              onChange={(event) => change(key, { url: event.currentTarget.value })}
            />
          ) : null}
          {kind === 'phone' ? (
            <TextInput
              flex={1}
              type="tel"
              label={t('models.phone')}
              value={phone ?? ''}
              maxLength={20}
              onChange={(event) => change(key, { phone: event.currentTarget.value })}
            />
          ) : null}
          <ActionIcon
            variant="subtle"
            color="red"
            size={36}
            aria-label={t('models.removeButton', { n: n + 1 })}
            onClick={() => onChange(buttons.filter((one) => one.key !== key))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </Group>
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
