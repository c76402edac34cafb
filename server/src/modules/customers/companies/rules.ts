/** Which mail domains say nothing about where somebody works: pure. */

/** Providers anybody may have an address at, by their domain without the country's ending where there are many. */
const publicProviders = new Set(
  `gmail.com googlemail.com outlook.com outlook.com.br hotmail.com hotmail.com.br live.com msn.com windowslive.com yahoo.com
  yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.es yahoo.co.uk ymail.com rocketmail.com myyahoo.com aol.com icloud.com me.com
  mac.com proton.me protonmail.com pm.me tutanota.com tuta.com gmx.com gmx.net gmx.de web.de mail.com mail.ru yandex.com
  yandex.ru zoho.com zohomail.com fastmail.com hey.com qq.com 163.com 126.com naver.com uol.com.br bol.com.br terra.com.br
  ig.com.br globo.com globomail.com r7.com oi.com.br zipmail.com.br superig.com.br click21.com.br brturbo.com.br pop.com.br
  itelefonica.com.br vivointernet.com.br netsite.com.br veloxmail.com.br outlook.es hotmail.es hotmail.com.ar hotmail.com.mx
  live.com.ar live.com.mx live.com.pt outlook.pt sapo.pt telefonica.net movistar.es terra.es prodigy.net.mx arnet.com.ar
  fibertel.com.ar speedy.com.ar ciudad.com.ar comcast.net verizon.net att.net sbcglobal.net btinternet.com orange.fr free.fr
  laposte.net wanadoo.fr libero.it duck.com mozmail.com privaterelay.appleid.com simplelogin.com mailinator.com
  guerrillamail.com 10minutemail.com yopmail.com`.split(/\s+/),
);

/** Whether anybody may have an address there: it makes nobody a colleague of anybody. */
export const isPublicProvider = (domain: string): boolean => publicProviders.has(domain.toLowerCase());
