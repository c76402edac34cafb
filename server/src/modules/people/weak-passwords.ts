import { Failure } from '../../kernel/errors.ts';

/**
 * Passwords that are tried first by everybody: known words with digits and signs around them, walks over the keyboard,
 * repetitions, and what is publicly known of the person (OWASP ASVS 2.1.7). Rules instead of a list: they reach the
 * variants, too. Nothing is asked of another service.
 */
const words = new Set(
  (
    'password passwort passphrase secret admin administrator root user login access master default changeme letmein welcome ' +
    'trustno test testing guest hello dragon monkey shadow sunshine princess football baseball basketball superman batman ' +
    'pokemon starwars iloveyou loveme forever freedom whatever computer internet samsung google face book insta gram ' +
    'michael jennifer jordan thomas charlie andrew jessica ashley daniel matthew hunter killer summer winter spring autumn ' +
    'senha senhas minhasenha segredo acesso usuario entrar mudar trocar bemvindo teste amor meuamor teamo euteamo vida ' +
    'familia deus jesus jesuscristo cristo deusefiel felicidade saudade brasil brasileiro flamengo corinthians palmeiras ' +
    'santos saopaulo vasco gremio internacional cruzeiro atletico botafogo fluminense amizade princesa gatinha lindinha ' +
    'maria joao jose ana antonio francisco carlos paulo pedro lucas gabriel rafael fernanda juliana camila bruna ' +
    'contrasena clave secreto bienvenido hola amigo amor teamo tequiero familia estrella mexico argentina barcelona realmadrid ' +
    'alejandro carlos sebastian fernando gabriela valentina atendimento suporte loja empresa vendas cliente meada office'
  ).split(' '),
);

const walks = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjklç',
  'asdfghjklñ',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
];
const leet: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

const steps = new Set(
  walks.flatMap((walk) =>
    [...walk].flatMap((letter, at) =>
      at > 0 ? [`${walk[at - 1]}${letter}`, `${letter}${walk[at - 1]}`] : [],
    ),
  ),
);
const isStep = (a = '', b = ''): boolean => a === b || steps.has(a + b);

/** Whether nearly every letter follows from the one before it, or from the one before that (1q2w3e4r). */
function isWalk(letters: readonly string[]): boolean {
  return [1, 2].some((stride) => {
    const all = letters.length - stride;
    const regular = letters.filter(
      (letter, at) => at >= stride && isStep(letters[at - stride], letter),
    ).length;
    return regular >= all * 0.8;
  });
}

/** Whether a text is made of nothing but known words. */
function isMadeOf(text: string, known: ReadonlySet<string>): boolean {
  const reached = [true];
  for (let end = 1; end <= text.length; end += 1) {
    reached[end] = reached.some(
      (isStart, start) => isStart && start < end && known.has(text.slice(start, end)),
    );
  }
  return text !== '' && reached[text.length] === true;
}

const lettersOnly = (text: string): string => text.normalize('NFD').replace(/[^a-z]/g, '');

/** Whether a password is among the first that anybody would try. `about`: what is known of the person. */
export function isWeak(password: string, about: readonly string[] = []): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  const letters = [...lower];
  if (new Set(letters).size < 5 || isWalk(letters) || /^(.{1,6})\1+.{0,3}$/su.test(lower)) return true;
  const own = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).map(lettersOnly);
  const known = new Set([...words, ...own.filter((word) => word.length >= 3)]);
  // Digits and signs around the words are what everybody adds.
  const core = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const readings = [lower, core, [...core].map((letter) => leet[letter] ?? letter).join('')];
  return readings.some((reading) => isMadeOf(lettersOnly(reading), known));
}

/** Throws `weak_password` at the field for a password that anybody would try first. */
export function refuseWeak(password: string, field: string, about: readonly string[] = []): void {
  if (isWeak(password, about))
    throw new Failure('weak_password', 'This password is easily guessed.', { field });
}
