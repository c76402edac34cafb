/** What people are called: each line a name and the forms that stand for it. Facts of Portuguese and English use. */
const lines = `
jose ze zezinho zeca pepe joseph
francisco chico chiquinho kiko paco francis frank
antonio toninho tonho tony anthony toni tonico
joao joaozinho john jon juan
sebastiao tiao bastiao sebastian seb
luiz luis lula luisinho lui louis lewis
carlos carlinhos cacá caca charles
eduardo edu dudu duda edward ed eddie ted teddy
eduarda duda dudinha
roberto beto betinho robert
alberto beto albert
gilberto beto giba gil gilbert
humberto beto
norberto beto
fernando nando fefe ferdinand
fernanda nanda fefe fe
orlando nando
rafael rafa raphael
rafaela rafa
gabriel biel gabi gabe
gabriela gabi bibi gabrielle
daniel dani dan danny
daniela dani daniele
guilherme gui william guille
leonardo leo leonard
leandro le
ricardo rick ricardinho cadu richard
marcelo celo marcelinho
marcos marquinhos marco mark marcus
maria mariazinha mary mari
mariana mari nana
marina mari
mariangela mari
ana aninha anne ann anna annie
paulo paulinho paul
pedro pedrinho peter pete
raimundo mundinho raymond ray
manoel manuel mane maneco
miguel miguelzinho michael mike mick mickey
augusto guto gugu
gustavo guga gu gus
alexandre xande ale alex alexander alec sandy
alexandra ale sandra alex
alessandra ale sandra
aparecida cida cidinha
terezinha teresa tereza tete theresa
conceicao ceica
lourdes lurdes lurdinha
socorro corrinha
isabel bel isa belinha isabella elizabeth
isabela isa bela bel
beatriz bia bea beatrice
carolina carol carolina caroline
patricia pati paty pat patty trish
juliana ju juju
julia ju juju
julio julinho julius
tatiana tati
vanessa nessa
vinicius vini
vitor vi victor vic
vitoria vivi victoria vicky
thiago ti
bruno bru
bruna bru
camila mila cami
renata re nata
renato re
rodrigo digo rod
rosangela rosa
roseli rose
joaquim quim quincas
severino bil biu
benedito dito bene benedict
geraldo gera gege gerald
lucas luquinhas luke luc
ligia li
luciana lu lucy
lucia lu lucinha lucy
luiza lu lulu luisa louise
matheus mateus teteu matthew matt
henrique rique kike henry harry hal hank
felipe lipe fe philip phil pip
cristina cris tina christina chris
cristiane cris
cristiano cris
claudia claudinha
claudio claudinho
sergio serginho
jorge jorginho george
robert bob rob bobby robbie bert
william bill will billy willie liam wm
elizabeth liz lizzie beth betty eliza lisa bess betsy elisabeth libby
james jim jimmy jamie jas
john jack johnny jon
thomas tom tommy thos
richard dick rick ricky rich richie
charles charlie chuck chas
edward ned ed ted eddy
joseph joe joey jo
samuel sam sammy
samantha sam
benjamin ben benny
alexander alex sandy al xander
andrew andy drew andre
anthony tony ant
arthur art artie
albert al bert bertie
alfred alf fred alfie freddie
frederick fred freddie freddy
christopher chris kit topher
daniel dan danny
david dave davy
donald don donnie
douglas doug
edmund ed ned
edwin ed
ernest ernie
eugene gene
francis frank fran frankie
geoffrey geoff jeff jeffrey
gerald gerry jerry
gregory greg
harold harry hal
henry harry hank hal
hugh hughie
jacob jake
jonathan jon jonny
joshua josh
kenneth ken kenny
lawrence larry laurie lawrie laurence
leonard len lenny leo
louis lou
martin marty
matthew matt
michael mike mick micky
nathaniel nat nathan nate
nathan nate
nicholas nick nicky
oliver ollie
oscar oz
patrick pat paddy
peter pete
philip phil
raymond ray
reginald reg reggie
ronald ron ronnie
rupert rupe
simon si
stephen steve steven stevie
terence terry
theodore ted theo
timothy tim
victor vic
vincent vince
walter walt wally wat
wilfred wilf
zachary zach zac
abigail abby gail
agnes aggie nessie
alice ali
amanda mandy
amelia millie amy
barbara barb babs
bridget biddy
catherine kate cathy kitty kathleen katherine kathryn kay katie cath
charlotte lottie charlie
deborah debbie deb
dorothy dot dolly dottie
eleanor ellie nell nora ellen
emily em emmy
emma em
evelyn eve evie
florence flo flossie
frances fanny fran
georgina georgie
gertrude gertie
gwendoline gwen
harriet hattie
helen nell nellie
isabella bella izzy isobel
jacqueline jackie
janet jan
jane jenny janie
jennifer jen jenny
jessica jess jessie
josephine jo josie
judith judy
julia jules
laura laurie
lillian lily lil
madeline maddie
margaret maggie meg peggy daisy madge greta marge
martha patty
mary molly polly may mamie
matilda tilly
nancy nan
olivia liv livvy
pamela pam
penelope penny
rachel rae
rebecca becky becca
rosemary rose rosie
sarah sally sadie
sophia sophie
susan sue susie suzy susannah
theresa tess terry
ursula ursie
victoria vicky tori
virginia ginny
winifred winnie
`;

/** Name → numbers of the lines it stands in. */
const linesOf = new Map<string, number[]>();
for (const [index, line] of lines.trim().split('\n').entries())
  for (const name of line.normalize('NFKD').replace(/\p{M}/gu, '').split(' '))
    linesOf.set(name, [...(linesOf.get(name) ?? []), index]);

/** Whether one line names both: José and Zé, Elizabeth and Liz. */
export function areNicknames(a: string, b: string): boolean {
  const of = linesOf.get(a);
  const other = of && linesOf.get(b);
  return other ? of.some((line) => other.includes(line)) : false;
}

/** The formal names that a name may stand for, itself included: keys for finding people by their nickname. */
export function formalNames(name: string): string[] {
  const found = (linesOf.get(name) ?? []).map((line) => formal[line] ?? name);
  return [...new Set([name, ...found])].slice(0, 4);
}

const formal = lines
  .trim()
  .split('\n')
  .map((line) => line.split(' ', 1)[0] ?? '');
