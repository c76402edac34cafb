import type { TimelineEntry } from '@meada/contract/routes/timeline';
import { useTranslation } from 'react-i18next';

/** What happened in one word more than its name, where it can be several things; on the customer's page and beside a conversation. */
export function useTitles(): (entry: Pick<TimelineEntry, 'name' | 'facts'>) => string {
  const { t } = useTranslation(['customers', 'record']);
  return ({ name, facts }) => {
    const how = typeof facts.what === 'string' ? facts.what : null;
    const kind = typeof facts.kind === 'string' ? facts.kind : null;
    if (name === 'identity.verified') return t(`record:timeline.verified.${String(facts.proof)}`);
    if (name === 'customer.told' && how && kind) {
      const what = t(`record:fact.${kind}`, { defaultValue: kind.replace('field:', '') });
      return t(`record:timeline.told.${how}`, { what });
    }
    const key = name.replaceAll('.', '_');
    if (how) return t(`record:timeline.${key}.${how}`, { defaultValue: name.replaceAll(/[._]/g, ' ') });
    return t(`customers:event.${key}`, { defaultValue: name.replaceAll(/[._]/g, ' ') });
  };
}
