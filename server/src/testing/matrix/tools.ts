import type { Browser } from '../../modules/people/testing-browser.ts';
import { browserToTell } from './device.ts';

/** A browser that wants to be told; nobody pushes to it. */
export async function toldOn(owner: Browser): Promise<string> {
  return (await owner.ok('POST', '/api/push/subscriptions', browserToTell())).id;
}

const office = { timeZone: 'America/Sao_Paulo', week: [], holidays: 'national' };

/** What agents work with: a canned reply, a label, a saved view. */
export async function makeTools(owner: Browser, rounds: number) {
  const canned = await owner.ok('POST', '/api/canned', { shortcut: `s${rounds}`, title: 'T', text: 'X' });
  const label = await owner.ok('POST', '/api/labels', { name: `Selo ${rounds}`, colour: '#aabbcc' });
  const view = await owner.ok('POST', '/api/saved-views', { name: 'Trocas', shared: true, filters: {} });
  const hours = await owner.ok('POST', '/api/hours', { ...office, name: `Horário ${rounds}` });
  return { canned: canned.id, label: label.id, savedView: view.id, hours: hours.id };
}
