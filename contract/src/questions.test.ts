import { expect, it } from 'vitest';
import { askedFacts } from './questions.ts';

/** What a text asks for; written for this test. */
const asks: [text: string, kinds: string[]][] = [
  ['Qual é o seu CPF?', ['cpf']],
  ['Poderia me informar seu nome completo e CPF, por favor?', ['name', 'cpf']],
  ['Me passa seu e-mail que eu envio a nota', ['email']],
  ['Preciso do número do pedido para verificar', ['order_number']],
  ['Pode confirmar seu CEP?', ['cep']],
  ['Com quem eu falo?', ['name']],
  ['CPF?', ['cpf']],
  ['Seu telefone, por favor?', ['phone']],
  ['Para começar, preencha:\nNome completo:\nCPF:\nData de nascimento:', ['name', 'cpf', 'birth_date']],
  ['Qual o endereço de entrega?', ['address']],
  ['Me diga sua data de nascimento, por gentileza', ['birth_date']],
  ['Informe o CNPJ da empresa', ['cnpj']],
  ['Qual seria o melhor celular para contato?', ['phone']],
  ["What's your order number?", ['order_number']],
  ['Could you please share your email address and phone number?', ['email', 'phone']],
  ['Please provide your full name and date of birth.', ['name', 'birth_date']],
  ['May I have your zip code?', ['cep']],
  ['¿Cuál es tu correo electrónico?', ['email']],
  ['¿Me puede indicar su nombre completo y teléfono?', ['name', 'phone']],
  ['Dígame su fecha de nacimiento', ['birth_date']],
  ['Me confirma o seu endereço completo?', ['address']],
  ['Você poderia me dizer o CEP e o número do pedido?', ['cep', 'order_number']],
  ['Preciso que você me informe o CPF do titular', ['cpf']],
  ['Vc tem um e-mail? Me manda por favor', []],
  ['Necesito el número de su pedido', ['order_number']],
];
const asksNothing = [
  'Anotei seu CPF, obrigada!',
  'Já temos seu e-mail cadastrado, não precisa enviar de novo.',
  'Seu CPF não é necessário para trocar.',
  'Enviamos a nota para o seu e-mail.',
  'Nosso endereço é Rua das Flores, 10.',
  'Qual é o nosso CNPJ? É 12.ABC.345/01DE-35.',
  'Nunca compartilhe sua senha nem seu CPF.',
  'Qual o motivo da troca?',
  'Qual o prazo de entrega?',
  'Posso ajudar em algo mais?',
  'Your order number is 1234.',
  'We sent it to your email.',
  'No need to send your phone number.',
  'Ya tenemos su dirección.',
  'Vou mandar o comprovante para o seu e-mail.',
  'Posso enviar por e-mail?',
  'Pode retirar no endereço da loja.',
  'O pedido 4512 sai amanhã.',
  'Pode mandar uma foto do produto?',
  '',
];

it.each(asks)('%s', (text, kinds) => {
  expect(askedFacts(text).sort()).toEqual([...kinds].sort());
});
it.each(asksNothing)('asks for nothing: %s', (text) => {
  expect(askedFacts(text)).toEqual([]);
});

it('hostile texts cost no time', () => {
  const start = performance.now();
  for (const part of ['qual e o ', 'me passa ', 'seu ', '? ', 'por favor, ', '\n- ', 'c.p.'])
    askedFacts(part.repeat(4000));
  expect(performance.now() - start).toBeLessThan(1000);
});
