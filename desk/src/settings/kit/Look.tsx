import { createTheme, MantineThemeProvider } from '@mantine/core';
import type { ReactNode } from 'react';

/** In forms the help stands under its field, so that fields side by side stay in line; a dialog's question stands out. */
const forms = createTheme({
  components: {
    Modal: { defaultProps: { styles: { title: { fontWeight: 650, fontSize: 16.5, lineHeight: 1.35 } } } },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
});

/** The look of pages that are forms for the most part. */
export function Look({ children }: { children: ReactNode }) {
  return <MantineThemeProvider theme={forms}>{children}</MantineThemeProvider>;
}
