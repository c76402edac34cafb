/** Today by the clocks of this machine, `2026-03-02`. */
export const today = (): string =>
  new Intl.DateTimeFormat('en-CA', { dateStyle: 'short' }).format(new Date());
