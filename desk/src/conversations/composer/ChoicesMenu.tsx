import { ActionIcon, Menu } from '@mantine/core';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import {
  IconLink,
  IconList,
  IconMapPin,
  IconShoppingBag,
  IconSquareRoundedPlus,
  IconTemplate,
  IconToggleLeft,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useNow } from '../../ui/time.ts';
import { type ChoiceKind, choicesOf } from './choices.ts';
import { windowClosed } from './rules.ts';

const ChoicesDialog = lazy(() =>
  import('./ChoicesDialog.tsx').then((file) => ({ default: file.ChoicesDialog })),
);
const TemplateDialog = lazy(() =>
  import('./TemplateDialog.tsx').then((file) => ({ default: file.TemplateDialog })),
);

const icons: Record<ChoiceKind, typeof IconLink> = {
  buttons: IconToggleLeft,
  list: IconList,
  link: IconLink,
  location_request: IconMapPin,
  products: IconShoppingBag,
};

type Props = { conversation: Conversation; leg: Leg | undefined; text: string };

/** Messages with choices, as far as the leg's channel shows them, and its templates. */
export function ChoicesMenu({ conversation, leg, text }: Props) {
  const { t } = useTranslation('conversations');
  const channel = useChannel(leg?.channel ?? null);
  const now = useNow();
  const [open, setOpen] = useState<ChoiceKind | 'template' | null>(null);
  const templates = channel?.capabilities.sends.includes('template');
  if (!leg || leg.side === 'public') return null;
  const kinds = windowClosed(leg, now) ? [] : choicesOf(channel);
  if (kinds.length === 0 && !templates) return null;
  return (
    <>
      <Menu position="top-start" shadow="md">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            title={t('choices.open')}
            aria-label={t('choices.open')}
          >
            <IconSquareRoundedPlus size={20} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
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
        </Menu.Dropdown>
      </Menu>
      <Suspense fallback={null}>
        {open === 'template' ? (
          <TemplateDialog conversation={conversation} leg={leg} onClose={() => setOpen(null)} />
        ) : null}
        {open && open !== 'template' ? (
          <ChoicesDialog
            conversation={conversation}
            leg={leg}
            kind={open}
            text={text}
            onClose={() => setOpen(null)}
          />
        ) : null}
      </Suspense>
    </>
  );
}
