import type { Reason } from './bounce-reason.ts';

/** What servers of other languages than English say (Brazilian, Spanish, French, German and Italian providers). */
const none = /(?!)/;
const thing = `(?:usu[áa]ri[oa]|destinat[áa]ri[oa]|conta|caixa(?: postal| de (?:correio|entrada|e-?mail))?|endere[çc]o|e-?mail|cuenta|buz[óo]n|direcci[óo]n|utilisateur|destinataire|adresse|bo[îi]te|benutzer|empf[äa]nger|postfach|mailbox|konto|utente|destinatario|casella|indirizzo)`;
const few = String.raw`(?: \S{1,80}){0,5}`;
const absent = String.raw`(?:n[ãa]o (?:existe|foi (?:encontrad|localizad)|p[ôo]de ser (?:encontrad|localizad)|encontrad|localizad|cadastrad|reconhecid)|inexistente|inv[áa]lid[oa]|desconhecid|desconocid|no (?:existe|fue encontrad|se (?:encontr|ha encontrad|pudo encontrar)|encontrad|es v[áa]lid)|inconnue?\b|inexistant|introuvable|n.existe pas|invalide|unbekannt|existiert nicht|nicht (?:gefunden|bekannt|vorhanden)|ung[üu]ltig|sconosciut|inesistent|non (?:esiste|trovat|valid))`;

export const foreignReasons: Reason[] = [
  {
    code: 'mailbox_full',
    permanent: false,
    words: new RegExp(
      `(?:cota|quota|cuota|kontingent)${few} (?:excedid|esgotad|ultrapassad|superad|agotad|d[ée]pass|[üu]berschritten|superat)|(?:acima|al[ée]m|excedeu|excede|ultrapassou) (?:d?[ao] )?(?:sua )?(?:cota|quota)|(?:caixa|buz[óo]n|bo[îi]te|postfach|mailbox|casella|conta|cuenta)${few} (?:est[áa] |est |ist |[èe] )?(?:chei[oa]|llen[oa]|lotad[oa]|pleine|voll\\b|pien[ao])|(?:espa[çc]o|espacio)${few} (?:insuficiente|esgotado|agotado|disponible insuficiente)|sem espa[çc]o|sin espacio|espace (?:disque )?insuffisant|spazio insufficiente`,
      'iu',
    ),
    statuses: none,
  },
  {
    code: 'too_large',
    permanent: false,
    words:
      /mensagem (?:[ée] |muito )?(?:grande|excede)|mensaje (?:es )?demasiado grande|tamanho (?:m[áa]ximo|da mensagem)|tama[ñn]o (?:m[áa]ximo|del mensaje)|message trop (?:gros|volumineux)|nachricht (?:ist )?zu gro(?:ß|ss)|messaggio troppo grande/iu,
    statuses: none,
  },
  {
    code: 'host_unknown',
    permanent: true,
    words: new RegExp(
      `(?:dom[íi]nio|dominio|domaine|dom[äa]ne|domain|servidor de destino)${few} ${absent}(?! (?:d[oe]l?|do) remetente)`,
      'iu',
    ),
    statuses: none,
  },
  {
    code: 'policy',
    permanent: false,
    words:
      /remetente (?:\S{1,80} ){0,3}(?:bloquead|rejeitad|recusad|inv[áa]lid|n[ãa]o autorizad|n[ãa]o existe)|remitente (?:\S{1,80} ){0,3}(?:bloquead|rechazad|inv[áa]lid|no autorizad)|bloquead[oa] (?:por|pela|pelo)|bloqueada? (?:temporalmente|temporariamente)|lista (?:negra|cinza|gris|grigia)|listas? de bloqueio|graylist|liste (?:noire|grise)|schwarze liste|conte[úu]do (?:rejeitad|bloquead|n[ãa]o permitid)|contenido (?:rechazad|no permitid)|pol[íi]ticas? (?:de |do |da |del )?(?:segur|uso|conte|serv)|considerad[oa] (?:como )?spam|exp[ée]diteur (?:\S{1,80} ){0,3}(?:refus|rejet|invalide)|absender (?:\S{1,80} ){0,3}(?:abgelehnt|gesperrt|ung[üu]ltig)|limite de (?:envio|env[íi]o|mensagens|conex)|muitas (?:conex|mensagens)|demasiad[oa]s (?:conexiones|mensajes)|trop de (?:connexions|messages)|zu viele (?:verbindungen|nachrichten)/iu,
    statuses: none,
  },
  {
    code: 'disabled',
    permanent: false,
    words: new RegExp(
      `${thing}${few} (?:est[áa] |est |ist |[èe] )?(?:desativad|desabilitad|suspens[oa]|suspendid|inativ[oa]|inactiv[oa]|bloquead|archiv[ée]e|d[ée]sactiv|gesperrt|deaktiviert|disabilitat|sospes)`,
      'iu',
    ),
    statuses: none,
  },
  {
    code: 'user_unknown',
    permanent: true,
    words: new RegExp(
      `${thing}(?:s|\\(s\\))?${few} ${absent}|n[ãa]o existe (?:est[ea] )?(?:usu[áa]rio|conta|caixa|endere[çc]o)|no existe (?:dicha |es[ea] |este |esta |el |la )?(?:persona|usuario|cuenta|buz[óo]n|direcci[óo]n|destinatario)|nessun utente|kein (?:solcher |solches )?(?:benutzer|postfach|empf[äa]nger)|(?:usu[áa]rio|conta|destinat[áa]rio) n[ãa]o pertence|pas de (?:bo[îi]te|compte|destinataire)`,
      'iu',
    ),
    statuses: none,
  },
  {
    code: 'expired',
    permanent: false,
    words:
      /tente (?:novamente|de novo|mais tarde)|tentaremos|int[ée]nt(?:e|elo|alo)(?: de nuevo| nuevamente)? m[áa]s tarde|temporariamente|temporalmente|temporairement|vor[üu]bergehend|temporaneamente|tempo (?:limite|esgotado)|tiempo (?:de espera|agotado)|(?:ainda )?n[ãa]o foi entregue|indispon[íi]vel no momento/iu,
    statuses: none,
  },
];
