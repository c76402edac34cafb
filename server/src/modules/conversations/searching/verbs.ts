import { folded } from './terms.ts';

/**
 * Forms of verbs that the stemmer of the index cuts apart: `trouxe` and `trazer`, `fiz` and `fazer`, `peço` and `pedir`. Pure.
 * A root with an ending's letter stands for all its forms. Left out are forms that are mostly another word: `via` (of `ver`),
 * `fora` (of `ir`), `posto` (of `pôr`), `dado` (of `dar`), `pedido` (of `pedir`).
 */

/** What stands behind a root, by the letter that names the group. */
const endings: Readonly<Record<string, string>> = {
  /** Of the first person: what is, what may be. */
  o: 'o a as amos am',
  /** A strong past. */
  p: 'e este emos eram era eras eramos esse esses essemos essem er eres ermos erem',
  /** What will and would be. */
  r: 'rei ras ra remos rao ria rias riamos riam',
  /** The rest of a verb in -er, in -ir. */
  e: 'er e es emos em endo ido ida idos idas ia ias iamos iam i eu eram esse essem',
  i: 'ir e es imos em indo ido ida idos idas ia ias iamos iam i iu iram isse issem',
};

/** One verb a line; accented words of three letters and fewer are known by their accent. */
const table = `
trag:o troux:p tra:r traz trazes trazemos trazem trazer trazendo trazido trazida trazidos trazidas trazia traziam
ir vou vai vais vamos vao vá vão fui foi fomos foram fosse fossem forem irei iremos irao iria iriam indo
dig:o diss:p di:r diz dizes dizemos dizem dizer dizendo dito dita ditos ditas dizia diziam
fac:o fiz:p fa:r fiz fez faz fazes fazemos fazem fazer fazendo feito feita feitos feitas fazia faziam
queir:o quis:p quis quero quer queres queremos querem querer querendo queria queriam quererem
ponh:o pus:p pus pôs põe poem põem pôr pomos pondo punha punham porei poria
venh:o vier:o vim vem vêm vens veio viemos vieram viesse viessem vier vierem vir vinha vinham vindo viria viriam
tenh:o tiv:p tem têm temos ter tendo tido tinha tinham tera terao teria teriam
dou dá dê damos deem dei deu demos deram dessem der derem dar dando dava davam darei dara darao daria dariam
vej:o vê veem vi viu vimos viram visse vissem ver verem verei veria visto vistos
lei:o lê leem lemos li leu leram lesse ler lerem lendo lido lidos lerei leria
pod:e poss:o pud:p pude pôde puder poderei podera poderao poderia poderiam
sei saib:o soub:p sab:e sabera saberia saberiam
estou está estamos estao estiv:p estava estavam estar estando estara estarao estaria estej:o
caib:o coub:p cab:e cabera caberia
perc:o perd:e perdera perderao perderia
pec:o pedir pede pedes pedimos pedem pedi pediu pediram pedindo pedia pediam pedira pedirei pediria
mec:o medir mede medem medi mediu mediram medindo medimos
ouc:o ouv:i
impec:o imped:i
despec:o desped:i
sinto sinta sintam sentir sente sentem senti sentiu sentiram sentindo
mint:o ment:i
sirvo sirva sirvam serv:i
prefir:o prefer:i
confir:o confer:i
transfir:o transfer:i
refir:o refer:i
sugir:o suger:i
repit:o repet:i
sig:o seguir segue segues seguem segui seguiu seguiram seguindo
consig:o consegu:i
prossig:o prossegu:i
invist:o invest:i
durm:o dorm:i
cubr:o cobrir cobriu cobriram cobrindo coberto cobertos
descubr:o descobr:i descoberto descoberta
abr:i abro abra abram aberto aberta abertos abertas
subo suba subam sobe sobes sobem subir subimos subiu subiram subindo subido
sumir some somem sumiu sumiram sumindo sumido sumida
fuj:o foge fogem fugir fugiu fugiram fugindo
saio saiam sai saem sair saimos sai saí saiu sairam saindo saido
caio caia caiam cai caem cair caiu cairam caindo caido caida
requeir:o requer:e
mantenh:o mantiv:p mantem mantém mantêm manter mantendo mantido mantida mantinha mantera manteria
obtenh:o obtiv:p obtem obtém obter obtendo obtido obtida obtinha
contenh:o contiv:p contem contém conter contendo contido contida continha
retenh:o retiv:p retem retém reter retendo retido retida
proponh:o propus:p propor propoe proposto propos propunha propondo
reponh:o repus:p repor repoe reposto repos repondo
disponh:o dispus:p dispor dispoe disposto dispos
suponh:o supus:p supor supoe supos supondo
refac:o refiz:p refa:r refiz refez refaz refazem refazer refazendo refeito refeita
desfac:o desfiz:p desfa:r desfiz desfez desfaz desfazem desfazer desfazendo desfeito desfeita
satisfac:o satisfiz:p satisfiz satisfez satisfaz satisfazem satisfazer satisfeito satisfeita satisfeitos
intervenh:o interveio intervem intervir intervieram
convenh:o convem convir conveio
constru:i constroi constrói constroem construiram
destru:i destroi destrói destroem destruiram
`;

const verbs: readonly (readonly string[])[] = table
  .trim()
  .split('\n')
  .map((line) => line.split(' ').flatMap(formsOf));

function formsOf(entry: string): string[] {
  const [root = '', group] = entry.split(':');
  return group ? (endings[group] ?? '').split(' ').map((ending) => `${root}${ending}`) : [entry];
}

/** A form that without its accent is another word (`dá` and `da`, `pôr` and `por`). */
const isAccented = (form: string): boolean => form !== folded(form) && form.length < 5;
const keyOf = (form: string): string => (isAccented(form) ? form : folded(form));

const byForm = Map.groupBy(
  verbs.flatMap((forms, verb) => [...new Set(forms.map(keyOf))].map((form) => ({ form, verb }))),
  ({ form }) => form,
);

/** Forms of the verb a word is one of: `plain` without accents, `accented` as they stand; none when it is not such a verb. */
export function verbForms(typed: string): { plain: string[]; accented: string[] } {
  const word = typed.toLowerCase().normalize('NFC');
  const keys = new Set([word, folded(word)]);
  const found = [...keys].flatMap((key) => byForm.get(key) ?? []).map(({ verb }) => verbs[verb] ?? []);
  const forms = [...new Set(found.flat())];
  return {
    plain: [...new Set(forms.filter((form) => !isAccented(form)).map(folded))].filter(
      (form) => form.length > 1,
    ),
    accented: forms.filter(isAccented),
  };
}

const open = '(ar|ou|ei|am|amos|aram|ava|avam|ando|ado|ada|ados|adas|aria|ariam|arei|asse|assem)';
const narrow = '(e|ei|em|es|emos)';

/** Sounds that are written otherwise before another vowel: `troquei` and `trocar`, `paguei`, `comecei`, `exijo`, `conheço`. */
const spellings: readonly [form: RegExp, others: readonly string[]][] = [
  [new RegExp(`^(.{2,})qu${narrow}$`), ['car']],
  [new RegExp(`^(.{2,})c${open}$`), ['quei', 'ço']],
  [new RegExp(`^(.{2,})c${narrow}$`), ['çar']],
  [new RegExp(`^(.{2,})gu${narrow}$`), ['gar']],
  [new RegExp(`^(.{2,})g${open}$`), ['guei']],
  [/^(.{2,})c(?:er|eu|endo|ido|ida|emos|eram|ia|iam)$/, ['ço']],
  [/^(.{2,})g(?:ir|er|e|em|iu|ido|ida|indo|iram|eu|endo)$/, ['jo']],
  [/^(.{2,})j(?:o|a|am|amos|as)$/, ['gir', 'ger']],
  [/^(.{2,})e(?:ar|ou|ei|ado|ada|ando|aram|amos)$/, ['eia']],
  [/^(.{2,})ei(?:o|a|e|am|em)$/, ['ear']],
];
/** `março` is no form of `marcar`. */
const elsewhere = new Set(['março', 'troço']);

/** Words of other stems that are the same verb by the rules of spelling. */
export function respelt(typed: string): string[] {
  const word = folded(typed);
  return spellings
    .flatMap(([form, others]) => {
      const root = form.exec(word)?.[1];
      return root === undefined ? [] : others.map((other) => root + other);
    })
    .filter((other) => !elsewhere.has(other));
}
