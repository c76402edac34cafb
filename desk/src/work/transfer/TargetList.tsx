import { IconStack2, IconUsersGroup } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PersonFace } from '../../ui/PersonFace.tsx';
import { usePresenceWords } from '../Presence.tsx';
import { idOf, type Target } from './targets.ts';
import classes from './transfer.module.css';

/** How an agent stands: state, what is held, skills; who has no room is marked. */
function AgentFacts({ target }: { target: Extract<Target, { kind: 'agent' }> }) {
  const { t } = useTranslation('work');
  const words = usePresenceWords();
  const { agent } = target;
  if (!agent) return null;
  const { load, capacity } = agent;
  return (
    <span className={classes.facts}>
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

const iconOf = (target: Target): ReactNode => {
  if (target.kind === 'agent') return <PersonFace person={target.person} size={30} />;
  const Shape = target.kind === 'queue' ? IconStack2 : IconUsersGroup;
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
  const { t } = useTranslation('work');
  return (
    <div id={id} role="listbox" aria-label={t('transfer.to')} className={classes.list}>
      {(['agent', 'queue', 'team'] as const).map((kind) => {
        const group = targets.filter((target) => target.kind === kind);
        if (group.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: groups within a list of options
          <div key={kind} role="group" aria-label={t(`transfer.${kind}s`)}>
            <p className={classes.label} aria-hidden>
              {t(`transfer.${kind}s`)}
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
                  {target.kind === 'queue' && target.own ? (
                    <span className={classes.facts}>{t('transfer.back')}</span>
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
