import { openHouse } from '../../e2e/src/support/faults/house.ts';
import { runIncoming } from '../../e2e/src/support/faults/incoming.ts';
import { runOutgoing } from '../../e2e/src/support/faults/outgoing.ts';
import { runSockets } from '../../e2e/src/support/faults/sockets.ts';
import { simulateRaces } from '../../server/src/modules/routing/simulated-races.ts';
import { chance } from '../../server/src/modules/routing/testing-chance.ts';
import { finish, say, sized } from './lib/report.ts';

/**
 * A whole Meada under kill -9 of server and database, with the large counts of what e2e/src/faults.test.ts plays small:
 * webhooks three times and reordered, answers over WhatsApp, sockets cut between any two frames. Before it a million races
 * for work, in memory: two routers that read late, people who are quicker, asking to be relieved, letters that become chats,
 * answers that come late, crashes between deciding and storing.
 */
const incoming = { users: 50, kills: sized(200, 9), perKill: 150 };
const outgoing = { customers: 10, rounds: sized(50, 4) };
const sockets = { cuts: sized(10_000, 200), restarts: sized(20, 2) };

const shown = (report: object): string => JSON.stringify(report).slice(0, 600);

const races = simulateRaces(sized(1_000_000, 50_000), chance(2026));
say(`races: ${shown(races)}`);

const house = await openHouse();
try {
  const came = await runIncoming(house, incoming);
  say(`in: ${shown(came)}`);
  const went = await runOutgoing(house, outgoing);
  say(`out: ${shown(went)}`);
  const seen = await runSockets(house, sockets);
  say(`live: ${shown(seen)}`);
  const wrong = [
    ...[came.lost, came.doubled, came.gaps],
    ...[went.lost, went.doubled, went.written, went.gaps],
    ...[seen.lost, seen.duplicated],
  ];
  const unfair = races.doubled + races.overfull + races.astray + races.wronged + races.idle;
  const count = wrong.reduce((sum, list) => sum + list.length, seen.resets + unfair);
  finish({
    bench: 'faults',
    ratio: null,
    goal: '0 lost, 0 doubled, 0 sent twice, 0 given twice',
    ok: count === 0,
    wrong: count,
    races: races.races,
    racesRefused: races.refused,
    racesRelieved: races.relieved,
    racesLate: races.late,
    kills: came.kills + went.kills + seen.restarts,
    acknowledged: came.acknowledged,
    requests: came.requests,
    answers: went.answers,
    unknown: went.unknown,
    cuts: seen.cuts,
    messagesSeen: seen.messages,
  });
} finally {
  await house.stop();
}
