import { Menu } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from './mentions.module.css';
import { type MentionItem, see } from './queries.ts';

/** New notes that name the reader, in the bell, and the way to all of them. */
export function BellMentions({ items }: { items: readonly MentionItem[] }) {
  const { t } = useTranslation('colleagues');
  const client = useQueryClient();
  return (
    <>
      {items.map((item) => (
        <Menu.Item
          key={item.messageId}
          leftSection={<IconAt size={18} aria-hidden />}
          onClick={() => void see(client, item.messageId)}
          renderRoot={(props) => (
            <Link
              {...props}
              to="/conversations/$conversationId"
              params={{ conversationId: item.conversationId }}
              hash={`message-${item.seq}`}
            />
          )}
        >
          <b>
            {t('named', {
              by: item.by.name ?? t('somebody'),
              customer: item.customer.name ?? item.customer.display,
            })}
          </b>
          <span className={classes.inBell}>{item.text}</span>
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item renderRoot={(props) => <Link {...props} to="/mentions" />}>{t('goAll')}</Menu.Item>
    </>
  );
}
