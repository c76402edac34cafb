import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/queries.ts';
import { keepChoice } from '../live/choice.ts';
import { useLive } from '../live/provider.tsx';
import { usePresence } from '../ui/PersonFace.tsx';
import { PresenceItems } from '../work/Presence.tsx';
import { useMyWork } from '../work/queries.ts';
import classes from './Shell.module.css';

/** At work or away for a while, for the colleagues to see; the tick stands where the server says that one is. */
export function Availability() {
  const { t } = useTranslation();
  const live = useLive();
  const state = usePresence(useMe().personId);
  const { agent } = useMyWork();
  const choose = (next: 'available' | 'away') => {
    keepChoice({ state: next, since: Date.now() });
    live?.send({ t: 'presence', state: next });
  };
  // Who is given work says why, too: the router and the history go by it.
  if (agent) return <PresenceItems agent={agent} />;
  return (['available', 'away'] as const).map((one) => (
    <Menu.Item
      key={one}
      leftSection={<span className={classes.presence} data-state={one} />}
      rightSection={state === one ? <IconCheck size={15} /> : null}
      onClick={() => choose(one)}
    >
      {t(`presence.${one}`)}
    </Menu.Item>
  ));
}
