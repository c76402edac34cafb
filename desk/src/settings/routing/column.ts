import type { AgentSettings } from '@meada/contract/routes/routing';
import type { ReactNode } from 'react';

/** Which side of the agents is on the screen. */
export type Sheet = 'queues' | 'skills' | 'channels' | 'shifts';

export type NumberColumn = {
  id: string;
  name: string;
  /** A tick, or a level with its bounds; what stands where nothing was said. */
  kind: 'tick' | 'level';
  least: number;
  read(settings: AgentSettings): number;
  write(settings: AgentSettings, value: number): AgentSettings;
};

export type OwnCellProps = {
  settings: AgentSettings | null;
  label: string;
  change: (how: (one: AgentSettings) => AgentSettings) => void;
};
export type Column =
  | NumberColumn
  /** One that is drawn in a way of its own. */
  | { id: string; name: string; kind: 'own'; Cell: (props: OwnCellProps) => ReactNode };
