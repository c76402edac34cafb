import { z } from 'zod';
import type { PostalCodeProvider } from '../../../modules/customers/port.ts';

const word = z.string().max(300).default('');
/** An unknown CEP is answered with `erro`, as a word or as a truth value. */
const Answer = z.object({
  erro: z.union([z.boolean(), z.string()]).optional(),
  logradouro: word,
  bairro: word,
  localidade: word,
  uf: word,
  ibge: word,
});

/** viacep.com.br: free, without a key; tells IBGE's number of the city. */
export const viacep: PostalCodeProvider = {
  id: 'viacep',
  name: 'ViaCEP',
  address: 'https://viacep.com.br',
  pathOf: (digits) => `/ws/${digits}/json/`,
  read: (given) => {
    const answer = Answer.parse(given);
    if (answer.erro !== undefined) return null;
    return {
      street: answer.logradouro,
      district: answer.bairro,
      city: answer.localidade,
      region: answer.uf,
      cityCode: /^\d{7}$/.test(answer.ibge) ? answer.ibge : null,
    };
  },
};
