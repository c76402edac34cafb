import { z } from 'zod';
import type { PostalCodeProvider } from '../../../modules/customers/port.ts';

const word = z
  .string()
  .max(300)
  .nullish()
  .transform((text) => text ?? '');
const Answer = z.object({ state: word, city: word, neighborhood: word, street: word });

/** brasilapi.com.br: free, without a key, and open: anybody may run their own. An unknown CEP is 404. */
export const brasilapi: PostalCodeProvider = {
  id: 'brasilapi',
  name: 'BrasilAPI',
  address: 'https://brasilapi.com.br',
  pathOf: (digits) => `/api/cep/v2/${digits}`,
  read: (given) => {
    const { state, city, neighborhood, street } = Answer.parse(given);
    return { street, district: neighborhood, city, region: state, cityCode: null };
  },
};
