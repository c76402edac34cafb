import { IconArrowsExchange, IconHistory, IconStack2, IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonFace } from '../../ui/PersonFace.tsx';
import { usePresenceWords } from '../Presence.tsx';
import { lengthOf } from '../tick.ts';
import { idOf, type Target } from './targets.ts';
import classes from './transfer.module.css';

/** Who comes back to a conversation need not read it again. */
function Before() {
  const { t } = useTranslation('handover');
  return (
    <span className={classes.before}>
      <IconHistory size={13} aria-hidden /> {t('before')}
    </span>
  );
}

/** How an agent stands: state, what is held, skills; who has no room is marked. */
function AgentFacts({ target }: { target: Extract<Target, { kind: 'agent' }> }) {
  const { t } = useTranslation('work');
  const words = usePresenceWords();
  const { agent } = target;
  if (!agent) return target.before ? <Before /> : null;
  const { load, capacity } = agent;
  return (
    <span className={classes.facts}>
      {target.before ? <Before /> : null}
      <span data-state={agent.presence}>{words(agent)}</span>
      <span title={t('bar.load')}>
        {load.realTime}/{capacity.realTime} · {load.deferred}/{capacity.deferred}
      </span>
      {target.room || agent.presence !== 'available' ? null : <em>{t('transfer.full')}</em>}
      {target.skills.slice(0, 4).map((skill) => (
        <span key={skill} className={classes.skill}>
          {skill}
        </span>
      ))}
      {target.skills.length > 4 ? <span>+{target.skills.length - 4}</span> : null}
    </span>
  );
}

/** How long a queue makes one wait, and whether somebody is there. */
function QueueFacts({ target }: { target: Extract<Target, { kind: 'queue' | 'team' }> }) {
  const { t } = useTranslation(['handover', 'work']);
  const { wait } = target;
  const { estimate } = wait ?? { estimate: null };
  const [low, high] = [lengthOf(estimate?.lowMs ?? 0), lengthOf(estimate?.highMs ?? 0)];
  return (
    <span className={classes.facts}>
      {target.kind === 'queue' && target.own ? <span>{t('work:transfer.back')}</span> : null}
      {wait ? (
        <>
          <span data-state={wait.available > 0 ? 'available' : 'away'}>
            {wait.available > 0 ? t('queueNow.there', { count: wait.available }) : t('queueNow.nobody')}
          </span>
          <span>
            {wait.waiting > 0 ? t('queueNow.waiting', { count: wait.waiting }) : t('queueNow.none')}
          </span>
          {estimate ? (
            <span>
              {low === high || estimate.lowMs < 60_000
                ? t('queueNow.soon', { high })
                : t('queueNow.estimate', { low, high })}
            </span>
          ) : null}
        </>
      ) : null}
    </span>
  );
}

const shapes = { queue: IconStack2, team: IconUsersGroup, channel: IconArrowsExchange };

const iconOf = (target: Target): ReactNode => {
  if (target.kind === 'agent') return <PersonFace person={target.person} size={30} />;
  const Shape = shapes[target.kind];
  return (
    <span className={classes.icon}>
      <Shape size={18} stroke={1.6} aria-hidden />
    </span>
  );
};

type Props = {
  id: string;
  targets: readonly Target[];
  chosen: Target | null;
  active: Target | null;
  onChoose: (target: Target) => void;
};

/** A list to choose from, in its groups. The field above has the keyboard. */
export function TargetList({ id, targets, chosen, active, onChoose }: Props) {
  const { t } = useTranslation(['work', 'handover']);
  return (
    <div id={id} role="listbox" aria-label={t('transfer.to')} className={classes.list}>
      {(['agent', 'queue', 'team', 'channel'] as const).map((kind) => {
        const group = targets.filter((target) => target.kind === kind);
        if (group.length === 0) return null;
        const label = kind === 'channel' ? t('handover:channel.group') : t(`transfer.${kind}s`);
        return (
          // biome-ignore lint/a11y/useSemanticElements: groups within a list of options
          <div key={kind} role="group" aria-label={label}>
            <p className={classes.label} aria-hidden>
              {label}
            </p>
            {group.map((target) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
              // biome-ignore lint/a11y/useFocusableInteractive: as above
              <div
                key={idOf(target)}
                id={idOf(target)}
                role="option"
                aria-selected={chosen !== null && idOf(chosen) === idOf(target)}
                className={classes.option}
                data-active={(active !== null && idOf(active) === idOf(target)) || undefined}
                data-off={(target.kind === 'agent' && !target.room && target.agent !== null) || undefined}
                onClick={() => onChoose(target)}
              >
                {iconOf(target)}
                <span className={classes.main}>
                  <b>{target.name}</b>
                  {target.kind === 'agent' ? <AgentFacts target={target} /> : null}
                  {target.kind === 'queue' || target.kind === 'team' ? <QueueFacts target={target} /> : null}
                  {target.kind === 'channel' ? (
                    <span className={classes.facts}>{t('handover:channel.text')}</span>
                  ) : null}
                </span>
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
