import type { MacroAction, MacroActionKind } from '@meada/contract/macros';

/** An action being written: it has a key, and may not be whole yet. */
export type Begun = { key: string; action: MacroAction };

const blank: { [K in MacroActionKind]: Extract<MacroAction, { kind: K }> } = {
  reply: { kind: 'reply', text: '', html: null },
  note: { kind: 'note', text: '' },
  status: { kind: 'status', status: 'resolved', snooze: null },
  assign: { kind: 'assign', to: 'me' },
  labels: { kind: 'labels', mode: 'add', labelIds: [] },
  priority: { kind: 'priority', priority: 'high' },
  follow: { kind: 'follow', follow: true },
  field: { kind: 'field', name: '', value: null },
};
export const actionKinds = Object.keys(blank) as MacroActionKind[];

export const begin = (kind: MacroActionKind): Begun => ({ key: crypto.randomUUID(), action: blank[kind] });

/** Whether nothing is missing; the server asks the same. */
export function isWhole(action: MacroAction): boolean {
  switch (action.kind) {
    case 'reply':
      return Boolean(action.cannedId) !== (action.text.trim() !== '');
    case 'note':
      return action.text.trim() !== '';
    case 'assign':
      return (
        (action.to !== 'person' || Boolean(action.assigneeId)) &&
        (action.to !== 'team' || Boolean(action.teamId))
      );
    case 'labels':
      return action.labelIds.length > 0;
    case 'field':
      return action.name !== '';
    default:
      return true;
  }
}
