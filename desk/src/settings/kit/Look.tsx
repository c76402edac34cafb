import { createTheme, MantineThemeProvider } from '@mantine/core';
import type { ReactNode } from 'react';

/** In forms the help stands under its field, so that fields side by side stay in line. */
const forms = createTheme({
  components: {
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
});

/** The look of pages that are forms for the most part. */
export function Look({ children }: { children: ReactNode }) {
  return <MantineThemeProvider theme={forms}>{children}</MantineThemeProvider>;
}
