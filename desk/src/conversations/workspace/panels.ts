import type { PanelName } from '@meada/contract/workspace';

/** The panels beside the thread in their usual order. A new one goes here, into `cards.tsx` and into `panel.name`. */
export const panelNames = [
  'customer',
  'playbook',
  'known',
  'suggestions',
  'contacts',
  'people',
  'notes',
  'fields',
  'conversation_fields',
  'tasks',
  'deals',
  'others',
  'timeline',
] as const;
export type KnownPanel = (typeof panelNames)[number];

export const isKnown = (name: PanelName): name is KnownPanel =>
  (panelNames as readonly string[]).includes(name);
