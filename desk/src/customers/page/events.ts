import {
  type Icon,
  IconAlarm,
  IconArrowMerge,
  IconArrowsExchange,
  IconArrowsSplit2,
  IconBuilding,
  IconBulb,
  IconCircleCheck,
  IconClock,
  IconFileText,
  IconFlag,
  IconMapPin,
  IconMessage,
  IconMessageCircle2,
  IconMessagePlus,
  IconNote,
  IconPaperclip,
  IconPencil,
  IconPhone,
  IconPoint,
  IconRefresh,
  IconShieldCheck,
  IconStar,
  IconUserCheck,
  IconUserEdit,
  IconUserMinus,
  IconUserPlus,
  IconUsersGroup,
  IconUsersPlus,
} from '@tabler/icons-react';

type Look = { icon: Icon; tone?: 'accent' | 'good' | 'warn'; known?: boolean };

/** How an event of the timeline is drawn; one that is not here yet gets the picture of its family. */
const looks: Record<string, Look> = {
  'conversation.created': { icon: IconMessagePlus, tone: 'accent' },
  'conversation.started': { icon: IconMessagePlus, tone: 'accent' },
  'conversation.switched': { icon: IconArrowsExchange, tone: 'accent' },
  'conversation.resolved': { icon: IconCircleCheck, tone: 'good' },
  'conversation.reopened': { icon: IconRefresh, tone: 'warn' },
  'conversation.snoozed': { icon: IconClock },
  'conversation.pending': { icon: IconClock },
  'conversation.assigned': { icon: IconUserCheck },
  'conversation.unassigned': { icon: IconUserMinus },
  'conversation.team_assigned': { icon: IconUsersGroup },
  'conversation.team_unassigned': { icon: IconUsersGroup },
  'conversation.subject_changed': { icon: IconPencil },
  'conversation.priority_changed': { icon: IconFlag, tone: 'warn' },
  'conversation.woken': { icon: IconAlarm, tone: 'warn' },
  'conversation.status_changed': { icon: IconCircleCheck },
  'conversation.changed': { icon: IconMessageCircle2 },
  'message.created': { icon: IconMessage },
  'message.received': { icon: IconMessage },
  'message.sent': { icon: IconMessage, tone: 'accent' },
  'customer.created': { icon: IconUserPlus, tone: 'accent' },
  'customer.changed': { icon: IconUserEdit },
  'customer.merged': { icon: IconArrowMerge, tone: 'warn' },
  'customer.unmerged': { icon: IconArrowsSplit2, tone: 'warn' },
  'customer.noted': { icon: IconNote },
  'customer.filed': { icon: IconPaperclip },
  'customer.moved': { icon: IconMapPin },
  'customer.preferred': { icon: IconUserEdit },
  'customer.told': { icon: IconBulb, tone: 'good' },
  'company.changed': { icon: IconBuilding },
  'suggestion.created': { icon: IconUsersPlus, tone: 'warn' },
  'identity.added': { icon: IconUserPlus },
  'identity.verified': { icon: IconShieldCheck, tone: 'good' },
};
const families: Record<string, Icon> = {
  conversation: IconMessageCircle2,
  message: IconMessage,
  customer: IconUserEdit,
  identity: IconShieldCheck,
  call: IconPhone,
  note: IconNote,
  file: IconPaperclip,
  survey: IconStar,
  order: IconFileText,
};

/** Picture of an event, and whether we have words for it. */
export function lookOf(name: string): Look {
  const look = looks[name];
  if (look) return { ...look, known: true };
  return { icon: families[name.split('.')[0] ?? ''] ?? IconPoint };
}
