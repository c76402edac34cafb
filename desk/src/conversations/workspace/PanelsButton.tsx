import { ActionIcon } from '@mantine/core';
import { IconLayoutDashboard } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Late } from '../../ui/Late.tsx';

const PanelsMenu = lazyRouteComponent(() => import('./PanelsMenu.tsx'), 'PanelsMenu');
const StandardDialog = lazy(() =>
  import('./StandardDialog.tsx').then((file) => ({ default: file.StandardDialog })),
);
const look = { position: 'bottom-end', width: 270, tall: 560 } as const;

/** Which panels there are, in how many columns, how dense, and the way back. */
export function PanelsButton() {
  const { t } = useTranslation('conversations');
  const [standards, setStandards] = useState(false);
  const button = (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={30}
      aria-label={t('cards.arrange')}
      title={t('cards.arrange')}
    >
      <IconLayoutDashboard size={17} stroke={1.7} />
    </ActionIcon>
  );
  return (
    <>
      <Late button={button} look={look} later={PanelsMenu.preload}>
        <PanelsMenu onStandards={() => setStandards(true)} />
      </Late>
      <Suspense fallback={null}>
        {standards ? <StandardDialog onClose={() => setStandards(false)} /> : null}
      </Suspense>
    </>
  );
}
