import type { ChannelInfo } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import type { InboxRef } from '@meada/contract/routes/inboxes';
import type { AgentSettings, Queue, Skill } from '@meada/contract/routes/routing';
import type { Column, Sheet } from './column.ts';

type Known = {
  sheet: Exclude<Sheet, 'shifts'>;
  queues: readonly Queue[];
  skills: readonly Skill[];
  channels: readonly ChannelInfo[];
  inboxes: readonly InboxRef[];
  locale: string;
};

const queueColumn = ({ id, name }: Queue): Column => ({
  ...{ id, name, kind: 'tick', least: 0 },
  read: ({ queueIds }) => Number(queueIds.includes(id)),
  write: (settings, value) => ({
    ...settings,
    queueIds: [...settings.queueIds.filter((one) => one !== id), ...(value > 0 ? [id] : [])],
  }),
});

const skillColumn = ({ id, name }: Skill): Column => ({
  ...{ id, name, kind: 'level', least: 0 },
  read: ({ skills }) => skills.find(({ skillId }) => skillId === id)?.level ?? 0,
  write: (settings, level) => ({
    ...settings,
    skills: [
      ...settings.skills.filter(({ skillId }) => skillId !== id),
      ...(level > 0 ? [{ skillId: id, level }] : []),
    ],
  }),
});

/** 1 is what counts where nothing is said, so it is not kept. */
const channelColumn = (channel: ChannelInfo, locale: string): Column => ({
  ...{ id: channel.id, name: channel.name[locale as Locale], kind: 'level', least: 0 },
  read: ({ aptitudes }) => aptitudes.find((one) => one.channel === channel.id)?.level ?? 1,
  write: (settings: AgentSettings, level) => ({
    ...settings,
    aptitudes: [
      ...settings.aptitudes.filter((one) => one.channel !== channel.id),
      ...(level === 1 ? [] : [{ channel: channel.id, level }]),
    ],
  }),
});

/** The columns of a sheet: queues, skills, or the channels of the inboxes there are. */
export function columnsOf({ sheet, queues, skills, channels, inboxes, locale }: Known): Column[] {
  if (sheet === 'queues') return queues.map(queueColumn);
  if (sheet === 'skills') return skills.map(skillColumn);
  const used = new Set(inboxes.map(({ channel }) => channel));
  return channels.filter(({ id }) => used.has(id)).map((channel) => channelColumn(channel, locale));
}
