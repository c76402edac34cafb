import { lexiconOf } from './fold.ts';

/**
 * Words by which people in Brazil, Spain and its neighbours, and English speakers say that they go to the law, to the
 * authorities or to the public, and how they feel. Light on purpose: a classifier may take the place of the feelings
 * (`sentiment.ts`); what threatens must stay explainable. A `*` stands for any ending.
 */
const of = (weight: number, phrases: string): [string, number][] =>
  phrases.split(',').map((phrase) => [phrase.trim(), weight]);

/** Threats, by weight: going to court, to an authority, to the public, asking for what the law gives. */
export const threats = lexiconOf([
  ...of(30, 'juizado, juizado especial, pequenas causas, small claims, vou processar, irei processar'),
  ...of(30, 'processo judicial, acao judicial, entrar com processo, abrir processo, abrir um processo'),
  ...of(
    30,
    'entrar com um processo, entrar com acao, entrar com uma acao, medidas judiciais, medidas legais',
  ),
  ...of(30, 'meter processo, meter um processo, processar voces, processar a loja, processar a empresa'),
  ...of(
    30,
    'processarei, processaremos, colocar na justica, na justica, danos morais, legal action, lawsuit',
  ),
  ...of(
    30,
    'sue you, sue your, will sue, going to sue, gonna sue, suing, take you to court, see you in court',
  ),
  ...of(
    30,
    'los voy a demandar, voy a demandar, demandarlos, poner una demanda, llevar a juicio, via judicial',
  ),
  ...of(30, 'demandare, acciones legales, acciones judiciales, tomar acciones legales, in court, to court'),
  ...of(25, 'procon, procons, ministerio publico, advogad*, lawyer, lawyers, attorney, abogad*, delegacia'),
  ...of(25, 'defensa del consumidor, defensoria del consumidor, profeco, sernac, indecopi, facua, omic'),
  ...of(25, 'trading standards, consumer protection, better business bureau, ombudsman, fiscalia'),
  ...of(
    20,
    'reclame aqui, reclameaqui, consumidor.gov, consumidor.gov.br, anatel, bacen, banco central, ans',
  ),
  ...of(20, 'aneel, anac, susep, senacon, boletim de ocorrencia, b.o, ouvidoria, ftc, hoja de reclamaciones'),
  ...of(
    20,
    'hoja de reclamacion, libro de reclamaciones, hacer una denuncia, poner una denuncia, police report',
  ),
  ...of(15, 'nas redes sociais, viralizar, vou expor, imprensa, na televisao, on social media, the press'),
  ...of(15, 'en redes sociales, en las redes, la prensa, trustpilot, chargeback, contestar a compra'),
  ...of(10, 'lgpd, protecao de dados, gdpr, proteccion de datos, direito do consumidor, codigo de defesa'),
  ...of(10, 'direitos do consumidor, consumer rights, derechos del consumidor, meus direitos, my rights'),
]);

/** The same words where they threaten nobody. Looked at first; what they cover is not read again. */
export const harmless = lexiconOf([
  ...of(
    0,
    'processo de compra, processo de pagamento, processo de troca, processo de devolucao, processo de entrega',
  ),
  ...of(
    0,
    'processo seletivo, processo de cadastro, processar o pagamento, processar o pedido, processar a compra',
  ),
  ...of(0, 'homologad* pela anatel, homologacao da anatel, homologacao anatel, selo da anatel, selo anatel'),
  ...of(
    0,
    'certificad* pela anatel, certificado anatel, certificacao anatel, aprovad* pela anatel, aprovad* pela ans',
  ),
  ...of(0, 'pix do banco central, regras do banco central, taxa do banco central, juros do banco central'),
  ...of(0, 'avenida banco central, rua banco central, rua do banco central, liga da justica, que e advogad*'),
  ...of(
    0,
    'filha advogada, filho advogado, irma advogada, irmao advogado, escritorio de advogados, dia do advogado',
  ),
  ...of(
    0,
    'presente para advogad*, beca de advogad*, caneca de advogad*, food court, tennis court, basketball court',
  ),
  ...of(
    0,
    'alta demanda, gran demanda, oferta y demanda, mucha demanda, sob demanda, a mi juicio, on demand',
  ),
  ...of(
    0,
    'politica de privacidade e lgpd, caneca lawyer, lawyer mug, nota alta no reclame aqui, selo reclame aqui',
  ),
  ...of(
    0,
    'boa nota no reclame aqui, reputacao no reclame aqui, vi no reclame aqui, bem avaliad* no reclame aqui',
  ),
  ...of(0, 'who is a lawyer, is a lawyer, que es abogad*, para un abogado, para una abogada, press enter'),
  ...of(0, 'french press, na justica federal trabalho, trabalho na justica, concurso da justica'),
]);

/** How people feel, against us; strong words weigh more. */
export const bad = lexiconOf([
  ...of(8, 'absurd*, palhacada, vergonha, vergonhoso, vergonhosa, descaso, desrespeito, pessim*, horrivel'),
  ...of(
    8,
    'horriveis, golpe, golpistas, enganad*, mentira*, mentiros*, lixo, nunca mais, indignad*, roubo, roubad*',
  ),
  ...of(
    8,
    'roubaram, ladroes, fraude, revoltad*, revoltante, inadmissivel, inaceitavel, ridicul*, raiva, odio',
  ),
  ...of(
    8,
    'incompeten*, irresponsa*, picareta*, safad*, nao aguento mais, fazendo de palhaco, de saco cheio',
  ),
  ...of(
    8,
    'cansad* de, cansei, pior loja, pior empresa, pior atendimento, propaganda enganosa, estou furios*',
  ),
  ...of(
    8,
    'verguenza, vergonzoso, estafa, estafadores, pesim*, robo, robaron, ladrones, mentiros*, inaceptable',
  ),
  ...of(
    8,
    'asco, indignante, inadmisible, furios*, hart*, harto de, basura, nunca mas, una burla, peor empresa',
  ),
  ...of(
    8,
    'outrageous, scam, scammers, disgusting, worst, fed up, ripped off, rip off, rip-off, furious, liars',
  ),
  ...of(
    8,
    'unacceptable, disgrace, disgraceful, pathetic, thieves, fraud, stole, garbage, sick of, never again',
  ),
  ...of(8, 'awful, horrible, terrible, appalling, angry, livid, ridiculous, incompetent, rude'),
  ...of(3, 'ruim, demora, demorando, demorad*, atraso, atrasad*, quebrad*, defeito, decepcionad*, decepcao'),
  ...of(
    3,
    'chatead*, insatisfeit*, problema*, reclamar, reclamacao, errad*, frustrad*, triste, ninguem responde',
  ),
  ...of(3, 'ate agora nada, sem resposta, de novo esse, outra vez, dificil, faltando, cobrad* duas vezes'),
  ...of(3, 'mal servicio, mala atencion, retraso, roto, rota, decepcionad*, queja, molest*, nadie responde'),
  ...of(3, 'sin respuesta, equivocad*, tarde, falta, dano, danad*, cobraron dos veces'),
  ...of(
    3,
    'disappointed, disappointing, late, broken, delay*, bad, poor, upset, unhappy, complaint, annoyed',
  ),
  ...of(
    3,
    'frustrat*, no answer, no reply, nobody answers, wrong, charged twice, defective, damaged, useless',
  ),
]);

/** For us; each takes a little of the rest away, and said to be missing counts against us. */
export const good = lexiconOf([
  ...of(
    3,
    'obrigad*, agradec*, otim*, excelente*, maravilh*, ador*, amei, amo, perfeit*, parabens, satisfeit*',
  ),
  ...of(3, 'bom, boa, lind*, gostei, rapid*, recomendo, funciona, funcionou, resolvid*, atencios*, feliz'),
  ...of(
    3,
    'gracias, excelente, maravillos*, encant*, perfect*, buen, bueno, buena, recomiendo, feliz, rapido',
  ),
  ...of(
    3,
    'thanks, thank you, great, excellent, wonderful, love, perfect, good, happy, satisfied, recommend, works',
  ),
]);

/** No. */
export const negators: ReadonlySet<string> = new Set(
  'nao,nunca,jamais,nem,sem,nenhum,nenhuma,not,no,never,without,neither,dont,doesnt,didnt,isnt,wasnt,wont,cant,sin,ni,tampoco,ningun,ninguna,jamas'.split(
    ',',
  ),
);
/** What may stand between a no and what it denies. */
export const bridges: ReadonlySet<string> = new Set(
  'vou,iria,quero,queria,pretendo,penso,preciso,precisa,ir,ao,aos,a,as,o,os,um,uma,no,na,em,de,do,da,com,e,esta,estou,foi,ser,muito,tao,mais,procurar,chamar,acionar,ter,nada,going,go,to,the,an,any,want,need,is,was,it,be,been,am,are,very,really,so,with,call,get,voy,quiero,ire,al,el,la,los,las,un,una,en,es,son,esta,fue,ser,muy,tan,con,llamar,estoy,se,trata,that,this,have,eu,i'.split(
    ',',
  ),
);
/** More of what follows; and less of it. */
export const more: ReadonlySet<string> = new Set(
  'muito,muita,super,extremamente,totalmente,completamente,demais,tao,really,very,so,extremely,totally,absolutely,completely,muy,tan,sumamente,demasiado,completamente'.split(
    ',',
  ),
);
export const less: ReadonlySet<string> = new Set(
  'pouco,meio,um pouco,talvez,levemente,slightly,bit,little,maybe,somewhat,algo,poco,quizas'.split(','),
);
