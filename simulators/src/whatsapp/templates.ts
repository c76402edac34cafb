import type { SimulatedTemplate } from './types.ts';

type Json = Record<string, unknown>;
const inner = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const list = (value: unknown): Json[] => (Array.isArray(value) ? value.map(inner) : []);
const fieldsIn = (text: unknown): string[] => [
  ...new Set([...String(text ?? '').matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? '')),
];

/** The template's parts as the platform lists them. */
export const componentsOf = ({ components, body }: SimulatedTemplate): Json[] =>
  components ?? [{ type: 'BODY', text: body }];

/** What of a template message does not match the template, or null. */
export function wrongParameter(template: SimulatedTemplate, message: Json): string | null {
  return wrongIn(componentsOf(template), list(message.components));
}

function wrongIn(parts: readonly Json[], given: readonly Json[]): string | null {
  const of = (type: string) => given.filter((one) => String(one.type).toLowerCase() === type);
  for (const part of parts) {
    const wrong = checks[String(part.type)]?.(part, of);
    if (wrong) return wrong;
  }
  return null;
}

type Check = (part: Json, of: (type: string) => Json[]) => string | null;

const countOf = (found: readonly Json[]): number => found.flatMap((one) => list(one.parameters)).length;
const match = (where: string, wanted: number, got: number): string | null =>
  wanted === got
    ? null
    : `${where}: number of localizable_params (${got}) does not match the expected (${wanted})`;

const checks: Record<string, Check> = {
  BODY: (part, of) => match('body', fieldsIn(part.text).length, countOf(of('body'))),
  HEADER: (part, of) => {
    const format = String(part.format ?? 'TEXT');
    if (format === 'TEXT') return match('header', fieldsIn(part.text).length, countOf(of('header')));
    const [parameter] = list(of('header')[0]?.parameters);
    return parameter?.type === format.toLowerCase() ? null : `header: Format mismatch, expected ${format}`;
  },
  LIMITED_TIME_OFFER: (_part, of) => match('limited_time_offer', 1, countOf(of('limited_time_offer'))),
  BUTTONS: (part, of) => {
    for (const [index, button] of list(part.buttons).entries()) {
      const own = of('button').filter((one) => Number(one.index) === index);
      const type = String(button.type);
      const wanted = type === 'COPY_CODE' || type === 'OTP' || fieldsIn(button.url).length > 0 ? 1 : 0;
      if (wanted > countOf(own)) return `button ${index}: required parameter is missing`;
    }
    return null;
  },
  CAROUSEL: (part, of) => {
    const cards = list(of('carousel')[0]?.cards);
    for (const [index, card] of list(part.cards).entries()) {
      const sent = cards.find((one) => Number(one.card_index) === index);
      const wrong = wrongIn(list(card.components), list(sent?.components));
      if (wrong) return `card ${index}: ${wrong}`;
    }
    return null;
  },
};

const media = (message: Json): string | undefined => {
  const parameter = list(list(message.components).find((one) => one.type === 'header')?.parameters)[0];
  const file = inner(parameter?.[String(parameter.type)]);
  return typeof file.id === 'string' ? file.id : undefined;
};

/** A template message as the customer's phone shows it: words, picture, footer, buttons. */
export function shownTemplate(template: SimulatedTemplate, message: Json) {
  const parts = componentsOf(template);
  const given = list(message.components);
  const fill = (text: unknown, type: string): string => {
    const parameters = list(given.find((one) => String(one.type).toLowerCase() === type)?.parameters);
    return parameters.reduce(
      (words: string, one, i) =>
        words.replaceAll(`{{${String(one.parameter_name ?? i + 1)}}}`, String(one.text ?? '')),
      String(text ?? ''),
    );
  };
  const part = (type: string) => parts.find((one) => one.type === type);
  const header = part('HEADER');
  return {
    text: fill(part('BODY')?.text, 'body'),
    header: header && (header.format ?? 'TEXT') === 'TEXT' ? fill(header.text, 'header') : undefined,
    footer: part('FOOTER')?.text as string | undefined,
    mediaId: media(message),
    buttons: list(part('BUTTONS')?.buttons).map((button, index) => ({
      id: `template:${index}`,
      title: String(button.text ?? ''),
      url: button.url === undefined ? undefined : linkOf(String(button.url), index, given),
    })),
  };
}

function linkOf(url: string, index: number, given: readonly Json[]): string {
  const own = given.find((one) => one.type === 'button' && Number(one.index) === index);
  return url.replace(/\{\{\s*\w+\s*\}\}/, String(list(own?.parameters)[0]?.text ?? ''));
}

/** What the demo's account has been approved, one of each kind. */
export const demoTemplates: SimulatedTemplate[] = [
  {
    name: 'pedido_pronto',
    language: 'pt_BR',
    status: 'APPROVED',
    quality: 'GREEN',
    body: 'Oi, {{1}}! Seu pedido {{2}} está pronto.',
  },
  { name: 'retomar_conversa', language: 'pt_BR', status: 'APPROVED', body: 'Oi, {{1}}! Podemos continuar?' },
];

/** Further ones, of every part there is. */
export const richTemplates: SimulatedTemplate[] = [
  {
    name: 'entrega_a_caminho',
    language: 'pt_BR',
    status: 'APPROVED',
    quality: 'GREEN',
    body: 'Oi, {{nome}}! O pedido *{{pedido}}* saiu para entrega.',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'Oi, {{nome}}! O pedido *{{pedido}}* saiu para entrega.' },
      { type: 'FOOTER', text: 'Empório' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'URL', text: 'Acompanhar', url: 'https://loja.example/pedidos/{{1}}' },
          { type: 'PHONE_NUMBER', text: 'Ligar', phone_number: '+554133334444' },
          { type: 'QUICK_REPLY', text: 'Recebi' },
        ],
      },
    ],
  },
  {
    name: 'oferta_da_semana',
    language: 'pt_BR',
    status: 'APPROVED',
    category: 'MARKETING',
    quality: 'YELLOW',
    body: '{{1}}, sua oferta acaba logo!',
    components: [
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Termina em breve', has_expiration: true } },
      { type: 'BODY', text: '{{1}}, sua oferta acaba logo!' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'COPY_CODE', text: 'Copiar código' },
          { type: 'URL', text: 'Comprar', url: 'https://loja.example/ofertas' },
        ],
      },
    ],
  },
  {
    name: 'codigo_de_acesso',
    language: 'pt_BR',
    status: 'APPROVED',
    category: 'AUTHENTICATION',
    body: '*{{1}}* é o seu código de verificação.',
    components: [
      { type: 'BODY', text: '*{{1}}* é o seu código de verificação.' },
      { type: 'FOOTER', code_expiration_minutes: 10 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'COPY_CODE', text: 'Copiar código' }] },
    ],
  },
  {
    name: 'novidades',
    language: 'pt_BR',
    status: 'APPROVED',
    category: 'MARKETING',
    body: 'Novidades para você, {{1}}:',
    components: [
      { type: 'BODY', text: 'Novidades para você, {{1}}:' },
      {
        type: 'CAROUSEL',
        cards: ['Tênis', 'Sandália'].map((name) => ({
          components: [
            { type: 'HEADER', format: 'IMAGE' },
            { type: 'BODY', text: `${name} por {{1}}` },
            { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver', url: 'https://loja.example/p/{{1}}' }] },
          ],
        })),
      },
    ],
  },
  { name: 'pesquisa', language: 'pt_BR', status: 'REJECTED', category: 'MARKETING', body: 'Responda já!' },
];
