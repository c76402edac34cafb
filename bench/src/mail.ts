import { catchUp } from './lib/mail/catch-up.ts';
import { dataDir } from './lib/mail/data.ts';
import { judgeMachines, judgeParsing, judgeReplies, slowestReply } from './lib/mail/judge.ts';
import { memoryOf, rates } from './lib/mail/speed.ts';
import { finish, say, sized, told } from './lib/report.ts';
import { openRig } from './lib/rig.ts';

/**
 * E-mail: how well it is understood (beside mailparser, postal-mime and email-reply-parser in the same run), how fast it
 * is read, what a large one costs, and how fast a day's mail is caught up with from an IMAP server.
 */
const megabyte = 1024 * 1024;
const dir = dataDir();

await judgeParsing(dir);
const recognised = await judgeMachines(dir);
judgeReplies(dir);
const slowest = slowestReply();
say(`slowest visible part: ${slowest} ms`);

const speed = await rates();
say(`mails a second and core: ${JSON.stringify(speed.perSecond)}`);
say(`÷ mailparser ${told(speed.byMailparser)}, ÷ postal-mime ${told(speed.byPostalMime)}`);
const memory = await memoryOf(25 * megabyte);
say(`a mail of 25 MB: ${memory.peak} MiB at most, a process without one ${memory.empty} MiB`);

const count = sized(10_000, 2000);
const rig = await openRig();
try {
  const caught = await catchUp(rig, count);
  finish({
    bench: 'mail',
    ratio: speed.byMailparser.ratio,
    goal: 'parsing ≥ 300/s, 25 MB ≤ 300 MiB, catch-up ≥ 100/s with 0 lost, visible part ≤ 1 s, ≥ 99 % recognised',
    ok:
      (speed.perSecond.meada ?? 0) >= 300 &&
      memory.peak <= 300 &&
      caught.perSecond >= 100 &&
      caught.lost === 0 &&
      caught.doubled === 0 &&
      slowest <= 1000 &&
      recognised >= 0.99,
    perSecond: speed.perSecond,
    memory,
    catchUp: { count, ...caught },
    slowestReplyMs: slowest,
    data: dir !== null,
  });
} finally {
  await rig.stop();
}
