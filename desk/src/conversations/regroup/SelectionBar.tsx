import { Button } from '@mantine/core';
import { useRovingIndex } from '@mantine/hooks';
import type { Conversation } from '@meada/contract/routes/conversations';
import { IconArrowRight, IconGitBranch } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../live/store.ts';
import { useShortcuts } from '../../shell/keyboard.ts';
import classes from './regroup.module.css';
import { endSelection, selection } from './selection.ts';
import { useRegroup } from './useRegroup.ts';

const TargetDialog = lazy(() =>
  import('./TargetDialog.tsx').then((file) => ({ default: file.TargetDialog })),
);
const SplitDialog = lazy(() => import('./SplitDialog.tsx').then((file) => ({ default: file.SplitDialog })));

/** In the place of the composer while messages are marked: what becomes of them. Escape leaves everything as it is. */
export function SelectionBar({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('regroup');
  const ids = useStore(selection)?.ids ?? new Set<string>();
  const [dialog, setDialog] = useState<'split' | 'move' | null>(null);
  const regroup = useRegroup(conversation.id);
  const chosen = [...ids];
  const { getItemProps } = useRovingIndex({
    total: 3,
    isItemDisabled: (index) => index < 2 && chosen.length === 0,
  });
  useShortcuts({ Escape: endSelection });
  useEffect(() => endSelection, []);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('bar')}>
      <b aria-live="polite">{t('chosen', { count: chosen.length })}</b>
      <span className={classes.grow} />
      <Button
        size="compact-sm"
        h={36}
        disabled={chosen.length === 0}
        leftSection={<IconGitBranch size={16} />}
        {...getItemProps({ index: 0, onClick: () => setDialog('split') })}
      >
        {t('toNew')}
      </Button>
      <Button
        size="compact-sm"
        h={36}
        variant="default"
        disabled={chosen.length === 0}
        leftSection={<IconArrowRight size={16} />}
        {...getItemProps({ index: 1, onClick: () => setDialog('move') })}
      >
        {t('toOther')}
      </Button>
      <Button
        size="compact-sm"
        h={36}
        variant="subtle"
        color="gray"
        {...getItemProps({ index: 2, onClick: endSelection })}
      >
        {t('common:cancel')}
      </Button>
      <Suspense fallback={null}>
        {dialog === 'split' ? (
          <SplitDialog
            count={chosen.length}
            onClose={() => setDialog(null)}
            onSplit={(clientId, subject) => regroup.split(chosen, clientId, subject)}
          />
        ) : null}
        {dialog === 'move' ? (
          <TargetDialog
            conversation={conversation}
            title={t('moveTitle', { count: chosen.length })}
            text={t('moveText')}
            onClose={() => setDialog(null)}
            onChoose={(intoId) => regroup.move(chosen, intoId)}
          />
        ) : null}
      </Suspense>
    </div>
  );
}
