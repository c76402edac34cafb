import type { FactKind } from './routes/facts.ts';

/**
 * Which facts a text of ours asks for: pure, by words, in Portuguese, English and Spanish. Used before sending (a kind
 * warning in the composer) and behind the log (the repetition rate). It errs on the side of silence: a text that only
 * mentions a fact ("anotei seu CPF") asks for nothing.
 */

/** Lower case, no accents, one blank between words: as every pattern here is written. */
export const plainText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^\S\n]+/g, ' ')
    .trim();

/** What each kind of fact is called. Longest words first, where one begins like another. */
const called: Record<FactKind, string> = {
  name: 'nome completo|seu nome|teu nome|primeiro nome|sobrenome|nome do titular|full name|your name|first name|last name|surname|nombre completo|tu nombre|su nombre|apellidos?',
  cpf: 'c\\.?p\\.?f\\.?|documento de identificacao fiscal|tax id|tax number',
  cnpj: 'c\\.?n\\.?p\\.?j\\.?|company number|registration number of (?:your|the) company',
  email:
    'e-?mail|endereco eletronico|e-?mail address|correo electronico|direccion de correo|correo(?! postal)',
  phone:
    'telefone|celular|whats(?:app)?|numero para contato|numero de contato|phone(?: number)?|mobile(?: number)?|cell(?:phone)?|contact number|telefono|numero de movil|movil|celular',
  birth_date:
    'data de nascimento|nascimento|aniversario|quando (?:voce|vc|o senhor|a senhora) nasceu|date of birth|birth ?date|birthday|fecha de nacimiento|cumpleanos',
  address:
    'endereco(?! eletronico)|onde (?:voce|vc|o senhor|a senhora) mora|street address|home address|delivery address|shipping address|(?<!mail )address|direccion(?! de correo)|domicilio',
  cep: 'c\\.?e\\.?p\\.?|codigo postal|zip(?: ?code)?|post ?code|postal code',
  order_number:
    '(?:numero|n[ºo°.]+|codigo) (?:do|da|de|del|de tu|de su|do seu|da sua) (?:pedido|compra|orden|encomenda)|qual (?:e |seria )?o (?:seu )?pedido|order (?:number|id|no\\.?|code)|purchase number',
};

/** Asking for it: "me passa", "poderia informar", "preciso do", "qual é o" … and what may stand between. */
const asking = [
  // Portuguese
  'qual(?: e| seria| era| o| a| seu| sua)',
  'quais(?: sao| seriam)',
  '(?:me |nos )?(?:pass[ae]r?|inform[ae]r?|mand[ae]r?|envi[ae]r?|envie|diga|dizer|fornec(?:er|a)|confirm[ae]r?|digit[ae]r?|escrev(?:er|a)|repass[ae]r?|compartilh[ae]r?)(?:-me|-nos)?',
  '(?:preciso|precisamos|precisaria|necessito|necessitamos|falta|faltou|gostaria|queria)(?: que (?:voce|vc))?(?: de| do| da| dos| das| so| apenas| somente)?',
  'pode(?:ria|mos)?(?: por favor)? (?:me |nos )?(?:passar|informar|mandar|enviar|dizer|fornecer|confirmar|digitar)',
  // English
  "what(?:'s|’s| is| was| are)",
  '(?:could|can|would|may) (?:you|i|we)(?: please)?(?: also)? (?:tell|send|give|share|provide|confirm|have|get|ask for|know)(?: me| us)?',
  '(?:please|kindly) (?:tell|send|give|share|provide|confirm|enter|type|write)(?: me| us)?',
  "(?:i|we)(?:'ll| will|’ll)? need",
  // Spanish
  'cual (?:es|seria)',
  '(?:me |nos )?(?:podria[ns]?|puede[ns]?|podes)(?: por favor)? (?:decir|dar|enviar|mandar|indicar|facilitar|pasar|confirmar|informar)(?:me|nos)?',
  '(?:dime|digame|indiqueme|indicame|enviame|envieme|mandame|pasame|paseme|facilitame|necesito|necesitamos|escribe|escriba)',
];

const askingForm = `(?<![\\p{L}])(?:${asking.join('|')})(?![\\p{L}])`;
const patterns: [FactKind, RegExp[]][] = (Object.entries(called) as [FactKind, string][]).map(
  ([kind, words]) => [
    kind,
    [
      // "qual é o seu CPF", "me passa seu nome e CPF": what lies between may name other facts.
      new RegExp(`${askingForm}(?<gap>[^.!?\\n]{0,80}?)\\b(?:${words})(?![\\p{L}\\p{N}])`, 'gu'),
      // "seu CPF, por favor?", "CPF?" — the fact alone with a question mark.
      new RegExp(
        `(?:^|[.!?\\n])\\s*(?:(?:e|ou|and|y|o|a|el|la|seu|sua|your|tu|su|por favor|please),? ){0,3}(?:${words})(?:,? (?:por favor|por gentileza|please|porfa|completo|do titular|to start|para comecar))?\\s*\\?`,
        'gu',
      ),
      // "CPF:" at the end of a line: a form to be filled in.
      new RegExp(
        `(?:^|\\n)\\s*[-*•\\d.)]*\\s*(?:(?:seu|sua|your|tu|su) )?(?:${words})\\s*:\\s*(?=\\n|$)`,
        'gu',
      ),
      ...(kind === 'name'
        ? [
            /(?:com quem (?:eu )?(?:falo|estou falando)|como (?:voce|vc|o senhor|a senhora)? ?se chama|como te llamas|como se llama|who am i (?:speaking|talking) (?:to|with)|con quien hablo)/gu,
          ]
        : []),
    ],
  ],
);

/** Words between asking and fact that turn it into something else: ours, a way to send something, theirs to change, not needed. */
const turnsAway =
  /\b(?:nao|nunca|ja|nosso|nossa|nossos|meu|minha|our|my|nuestro|nuestra|mi|already|not|no need|sem|without|sin|se (?:voce|vc) quiser|alterar|mudar|change|cambiar|atualizar|update|atualizado|recebi|recebemos|anotei|anotamos|confirmado|link|senha|password|codigo de rastreio|protocolo|status|prazo|horario|valor|preco|price|precio|motivo|reason|problema|duvida|produto|modelo|por(?! favor| gentileza)|para|pro|pra|ao|to|by|via|al)\b/;

/** A sentence that says that nothing is asked: "não precisa informar o CPF", "já temos seu e-mail". */
const silent =
  /\b(?:nao (?:e )?(?:preciso|precisa|necessario|precisamos)|nao precisa(?:mos)?|ja (?:temos|tenho|consta|localizei|encontrei|anotei)|no need|do not need|don.t need|no hace falta|no necesit\w+|ya tenemos|ya tengo|already have|never (?:ask|share)|nunca (?:pedimos|solicitamos|compartilhe|informe|pase|comparta))\b/;

const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?\n])/u);

/** Longer texts are cut: nobody asks after so many letters, and hostile ones must cost no time. */
const lettersAtMost = 4000;

/** Kinds of facts a text of ours asks the customer for, each once. */
export function askedFacts(text: string): FactKind[] {
  const sentences = sentencesOf(plainText(text.slice(0, lettersAtMost))).filter((part) => !silent.test(part));
  return patterns
    .filter(([, forms]) => sentences.some((sentence) => forms.some((form) => asks(sentence, form))))
    .map(([kind]) => kind);
}

function asks(sentence: string, form: RegExp): boolean {
  for (const match of sentence.matchAll(form)) {
    const gap = match.groups?.gap;
    if (gap === undefined || !turnsAway.test(gap)) return true;
  }
  return false;
}
