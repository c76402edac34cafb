import { useTranslation } from 'react-i18next';
import { lengthOf } from '../work/tick.ts';
import { type Doing, doingOf, type Totals, totalsOf } from './board.ts';
import type { LiveBoard } from './useBoard.ts';
import classes from './wallboard.module.css';
import { percentOf } from './words.ts';

/** Below these shares a figure turns warm, then hot. */
const goals = { good: 0.8, poor: 0.6 };
const heatOf = (inTime: number | null): string | undefined =>
  inTime === null || inTime >= goals.good ? undefined : inTime >= goals.poor ? 'warm' : 'hot';

/** Somebody was waiting too long for the queue's own steps; or is not in time any more. */
const waitHeat = ({ escalated, overdue }: Totals): string | undefined =>
  escalated > 0 ? 'hot' : overdue > 0 ? 'warm' : undefined;

/** The house in numbers that are read from across the room. */
export function Tiles({ board, now }: { board: LiveBoard; now: number }) {
  const { t, i18n } = useTranslation('wallboard');
  const totals = totalsOf(board.queues, board.days);
  const byDoing = Map.groupBy(
    board.agents,
    (agent) =>
      doingOf(
        agent,
        board.held.filter((item) => item.agentId === agent.personId),
        now,
      ).doing,
  );
  const count = (...list: Doing[]) => list.reduce((sum, one) => sum + (byDoing.get(one)?.length ?? 0), 0);
  const tiles = [
    { name: 'waiting', value: String(totals.waiting), heat: waitHeat(totals) },
    { name: 'longest', value: totals.longestSince === null ? '–' : lengthOf(now - totals.longestSince) },
    { name: 'inTime', value: percentOf(totals.inTime, i18n.language), heat: heatOf(totals.inTime) },
    { name: 'lost', value: percentOf(totals.lost, i18n.language) },
    { name: 'arrived', value: String(totals.arrived) },
    { name: 'working', value: String(count('contact', 'wrapUp', 'busy')) },
    { name: 'idle', value: String(count('idle')) },
    { name: 'away', value: String(count('away')) },
  ];
  return (
    <dl className={classes.tiles} aria-label={t('tiles')}>
      {tiles.map(({ name, value, heat }) => (
        <div key={name} data-heat={heat} title={t(`tile.${name}Text`)}>
          <dt>{t(`tile.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
