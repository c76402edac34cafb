import { ActionIcon, Checkbox, Input } from '@mantine/core';
import type { SettingField } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useInboxRefs } from '../../api/queries.ts';
import classes from './inboxes.module.css';

type Props = {
  field: SettingField;
  label: string;
  description: string | undefined;
  error: string | undefined;
  /** Ids in their order, one a line. */
  value: string;
  onChange(value: string): void;
};

/** What may stand in the order: the field's own entries and the firm's inboxes. */
export function useOrderEntries(field: SettingField): { value: string; name: string }[] {
  const locale = useTranslation().i18n.language as Locale;
  const inboxes = useInboxRefs();
  return [
    ...(field.choices ?? []).map((choice) => ({ value: choice.value, name: choice.label[locale] })),
    ...inboxes.map((inbox) => ({ value: inbox.id, name: inbox.name })),
  ];
}

/** An ordered choice of inboxes: what is chosen stands first and is moved by its arrows. */
export function InboxOrder({ field, label, description, error, value, onChange }: Props) {
  const { t } = useTranslation('settings');
  const entries = useOrderEntries(field);
  const chosen = value.split('\n').filter((id) => entries.some((entry) => entry.value === id));
  const put = (ids: string[]) => onChange(ids.join('\n'));
  const move = (id: string, by: number) => {
    const rest = chosen.filter((one) => one !== id);
    const at = Math.max(0, Math.min(rest.length, chosen.indexOf(id) + by));
    put([...rest.slice(0, at), id, ...rest.slice(at)]);
  };
  const ordered = [
    ...chosen.flatMap((id) => entries.find((entry) => entry.value === id) ?? []),
    ...entries.filter((entry) => !chosen.includes(entry.value)),
  ];
  return (
    <Input.Wrapper label={label} description={description} error={error}>
      <ul className={classes.order}>
        {ordered.map((entry) => {
          const at = chosen.indexOf(entry.value);
          return (
            <li key={entry.value}>
              <Checkbox
                label={entry.name}
                checked={at >= 0}
                onChange={(event) =>
                  put(
                    event.currentTarget.checked
                      ? [...chosen, entry.value]
                      : chosen.filter((one) => one !== entry.value),
                  )
                }
              />
              {at >= 0 ? (
                <span>
                  <ActionIcon
                    variant="subtle"
                    disabled={at === 0}
                    aria-label={t('inbox.up', { name: entry.name })}
                    onClick={() => move(entry.value, -1)}
                  >
                    <IconArrowUp size={16} />
                  </ActionIcon>
                  <ActionIcon
                    variant="subtle"
                    disabled={at === chosen.length - 1}
                    aria-label={t('inbox.down', { name: entry.name })}
                    onClick={() => move(entry.value, 1)}
                  >
                    <IconArrowDown size={16} />
                  </ActionIcon>
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Input.Wrapper>
  );
}
