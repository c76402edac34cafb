import { Menu } from '@mantine/core';
import {
  IconLink,
  IconList,
  IconMapPin,
  IconShoppingBag,
  IconTemplate,
  IconToggleLeft,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChoiceKind } from './choices.ts';

const icons: Record<ChoiceKind, typeof IconLink> = {
  buttons: IconToggleLeft,
  list: IconList,
  link: IconLink,
  location_request: IconMapPin,
  products: IconShoppingBag,
};

type Props = {
  kinds: readonly ChoiceKind[];
  templates: boolean | undefined;
  onOpen: (what: ChoiceKind | 'template') => void;
};

/** What else can be sent, line by line. */
export function ChoicesItems({ kinds, templates, onOpen: setOpen }: Props) {
  const { t } = useTranslation('conversations');
  return (
    <>
      {kinds.map((kind) => {
        const Icon = icons[kind];
        return (
          <Menu.Item key={kind} leftSection={<Icon size={16} />} onClick={() => setOpen(kind)}>
            {t(`choices.${kind}`)}
          </Menu.Item>
        );
      })}
      {templates ? (
        <Menu.Item leftSection={<IconTemplate size={16} />} onClick={() => setOpen('template')}>
          {t('choices.template')}
        </Menu.Item>
      ) : null}
    </>
  );
}
