import type { DataRules } from '../kernel/backup/rules.ts';
import { channelPlugins } from '../plugins/registry.ts';

/** Channels that drop doubles by themselves: sending once more does no harm there. */
const repeatable = channelPlugins.filter((plugin) => plugin.repeatable).map((plugin) => plugin.manifest.id);

/** What a backup of this house has to know about its data. */
export const dataRules: DataRules = {
  rebuilt: [{ table: 'message_search', listener: 'message search' }],
  // A session or a reset link that ended after the backup must not open anything again: people sign in anew.
  leftOut: ['sessions', 'sign_in_tickets'],
  afterRestore: [
    // What waited or was under way may have gone out after the backup: a person decides, nothing is sent twice.
    `UPDATE dispatches d SET state = 'unknown', error_code = 'restored',
       error_text = 'The data was restored from a backup; it may have been sent.', updated_at = now()
     FROM inboxes i WHERE i.org_id = d.org_id AND i.id = d.inbox_id AND d.state IN ('queued', 'sending')
       AND i.channel <> ALL (ARRAY[${repeatable.map((id) => `'${id}'`).join(', ')}]::text[])`,
    // The process that listened is another life's, too.
    'UPDATE inboxes SET lease_by = NULL, lease_until = NULL WHERE lease_by IS NOT NULL',
  ],
};
    `UPDATE amendments SET state = 'unknown', error_code = 'restored',
       error_text = 'The data was restored from a backup; the change may have been made.', updated_at = now()
     WHERE state IN ('queued', 'sending')`,
