import type { DataRules } from '../kernel/backup/rules.ts';
import { indexEverything } from '../modules/conversations/index.ts';
import { channelPlugins } from '../plugins/registry.ts';

/** Channels that drop doubles by themselves: sending once more does no harm there. */
const repeatable = channelPlugins.filter((plugin) => plugin.repeatable).map((plugin) => plugin.manifest.id);

/** What a backup of this house has to know about its data. */
export const dataRules: DataRules = {
  rebuilt: [
    // The log may no longer reach back to the first messages: `afterRestore` indexes them all.
    { table: 'message_search', listener: 'none' },
    { table: 'search_words', listener: 'none' },
    // Triggers fill these as the customers and their notes come back.
    { table: 'customer_field_values', listener: 'none' },
    { table: 'record_search', listener: 'none' },
  ],
  // A session or a reset link that ended after the backup must not open anything again: people sign in anew.
  leftOut: ['sessions', 'sign_in_tickets'],
  // A file belongs to the customers of the conversations it was sent in, or who it is kept with; the same bytes may belong
  // to several.
  fileOwners: `SELECT f.org_id, f.hash, c.customer_id AS subject
    FROM (SELECT org_id, message_id, file_id FROM attachments
          UNION ALL SELECT org_id, message_id, thumbnail_id FROM attachments) a
    JOIN files f ON f.org_id = a.org_id AND f.id = a.file_id
    JOIN messages m ON m.org_id = a.org_id AND m.id = a.message_id
    JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    UNION ALL SELECT f.org_id, f.hash, k.customer_id
    FROM customer_files k JOIN files f ON f.org_id = k.org_id AND f.id IN (k.file_id, k.thumbnail_id)
    UNION ALL SELECT f.org_id, f.hash, p.customer_id
    FROM privacy_packages p JOIN files f ON f.org_id = p.org_id AND f.id = p.file_id`,
  afterRestore: [
    indexEverything,
    // Customers may have come back before what says that a field is no text to be found.
    `DELETE FROM record_search r USING field_definitions d WHERE r.kind = 'field' AND d.org_id = r.org_id AND d.name = r.ref
       AND d.type IN ('choice', 'choices', 'date')`,
    // What waited or was under way may have gone out after the backup: a person decides, nothing is sent twice.
    `UPDATE dispatches d SET state = 'unknown', error_code = 'restored',
       error_text = 'The data was restored from a backup; it may have been sent.', updated_at = now()
     FROM inboxes i WHERE i.org_id = d.org_id AND i.id = d.inbox_id AND d.state IN ('queued', 'sending')
       AND i.channel <> ALL (ARRAY[${repeatable.map((id) => `'${id}'`).join(', ')}]::text[])`,
    `UPDATE amendments SET state = 'unknown', error_code = 'restored',
       error_text = 'The data was restored from a backup; the change may have been made.', updated_at = now()
     WHERE state IN ('queued', 'sending')`,
    // The process that listened is another life's, too.
    'UPDATE inboxes SET lease_by = NULL, lease_until = NULL WHERE lease_by IS NOT NULL',
  ],
};
