import { ActionIcon } from '@mantine/core';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { IconSquareRoundedPlus } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { Late } from '../../ui/Late.tsx';
import { useNow } from '../../ui/time.ts';
import { type ChoiceKind, choicesOf } from './choices.ts';
import { windowClosed } from './rules.ts';

const ChoicesItems = lazyRouteComponent(() => import('./ChoicesItems.tsx'), 'ChoicesItems');
const ChoicesDialog = lazy(() =>
  import('./ChoicesDialog.tsx').then((file) => ({ default: file.ChoicesDialog })),
);
const TemplateDialog = lazy(() =>
  import('./TemplateDialog.tsx').then((file) => ({ default: file.TemplateDialog })),
);

const look = { position: 'top-start' } as const;

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
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      title={t('choices.open')}
      aria-label={t('choices.open')}
    >
      <IconSquareRoundedPlus size={20} stroke={1.7} />
    </ActionIcon>
  );
  return (
    <>
      <Late button={button} look={look} later={ChoicesItems.preload}>
        <ChoicesItems kinds={kinds} templates={templates} onOpen={setOpen} />
      </Late>
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
