import { MantineProvider } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { resolveVariables, theme } from './theme.ts';

/** The kit with the desk's look, and with what it says aloud in the reader's language. */
export function Look({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const close = t('close');
  const dressed = useMemo(() => {
    const closeButtonProps = { 'aria-label': close };
    const components = {
      Modal: { defaultProps: { closeButtonProps } },
      Drawer: { defaultProps: { closeButtonProps } },
      Notification: { defaultProps: { closeButtonProps } },
      // The placeholder is no item and breaks the menu for screen readers.
      Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    };
    return { ...theme, components };
  }, [close]);
  return (
    <MantineProvider theme={dressed} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
