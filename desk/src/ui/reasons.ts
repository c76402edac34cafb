import i18next from 'i18next';

/** Why two customers may be one: what the server says by code, in the reader's language. What a person wrote stays as it is. */
export const sameCustomerText = (reason: string): string =>
  i18next.exists(`common:sameCustomer.${reason}`) ? i18next.t(`common:sameCustomer.${reason}`) : reason;
