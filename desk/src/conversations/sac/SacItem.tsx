import { Menu } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { sacQuery } from './queries.ts';

/** The line of the menu that opens the demand; only where the brand answers by the decree, or once did. */
export function SacItem({ conversationId, onOpen }: { conversationId: string; onOpen: () => void }) {
  const { t } = useTranslation('sac');
  const { data } = useQuery(sacQuery(conversationId));
  if (!data || (!data.on && data.requests.length === 0)) return null;
  return (
    <Menu.Item leftSection={<IconScale size={16} />} onClick={onOpen}>
      {t('dialog.item')}
    </Menu.Item>
  );
}
