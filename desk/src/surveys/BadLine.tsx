import { Menu } from '@mantine/core';
import type { Locale } from '@meada/contract/primitives';
import type { Survey } from '@meada/contract/routes/surveys';
import { ratingTitle } from '@meada/contract/surveys';
import { IconMoodSad } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import classes from '../shell/Shell.module.css';

/** A bad rating at the bell, with the way to its conversation. */
export function BadLine({ survey }: { survey: Survey }) {
  const { t, i18n } = useTranslation('surveys');
  const { customer, conversationId, rating, comment } = survey;
  const said = rating ? ratingTitle(rating.scale, rating.rating, i18n.language as Locale) : '';
  return (
    <Menu.Item
      renderRoot={(props) => (
        <Link {...props} to="/conversations/$conversationId" params={{ conversationId }} />
      )}
      leftSection={<IconMoodSad size={18} aria-hidden />}
    >
      <b>{customer.name ?? customer.display}</b> {said}
      <span className={classes.words}>{comment ?? t('bad.text')}</span>
    </Menu.Item>
  );
}
