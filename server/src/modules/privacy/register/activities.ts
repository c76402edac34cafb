/** Kinds of processing, for the record: which tables belong to each, what for, on which basis, how long. Data. */
export type Activity = {
  key: string;
  /** Names of tables; what no activity names stands under `other`. */
  tables: readonly string[];
  purposes: readonly string[];
  bases: readonly string[];
  /** Category of retention that ends it. */
  retention: string | null;
};

export const activities: readonly Activity[] = [
  {
    key: 'conversations',
    tables: [
      ...[
        'conversations',
        'messages',
        'message_bodies',
        'message_envelopes',
        'message_versions',
        'reactions',
      ],
      ...[
        'drafts',
        'scheduled_messages',
        'amendments',
        'callbacks',
        'regrouping_sides',
        'public_duties',
        'outside_threads',
        'external_ids',
      ],
    ],
    ...{ purposes: ['service'], bases: ['contract'], retention: 'conversations' },
  },
  {
    key: 'attachments',
    tables: ['attachments', 'customer_files'],
    ...{ purposes: ['service'], bases: ['contract'], retention: 'attachments' },
  },
  {
    key: 'customers',
    tables: [
      ...[
        'customers',
        'identities',
        'postal_addresses',
        'customer_documents',
        'customer_facts',
        'customer_notes',
      ],
      ...['customer_note_versions', 'customer_preferences', 'company_members', 'company_domains', 'segments'],
    ],
    ...{ purposes: ['service'], bases: ['contract', 'legitimate_interest'], retention: 'visitors' },
  },
  {
    key: 'deals',
    tables: ['deals'],
    ...{ purposes: ['service', 'marketing'], bases: ['contract', 'legitimate_interest'], retention: null },
  },
  {
    key: 'surveys',
    tables: ['surveys'],
    ...{ purposes: ['surveys'], bases: ['legitimate_interest'], retention: 'surveys' },
  },
  {
    key: 'tasks',
    tables: ['tasks', 'task_comments'],
    ...{ purposes: ['service'], bases: ['contract', 'legitimate_interest'], retention: null },
  },
  {
    key: 'imports',
    tables: ['imports', 'import_rows'],
    ...{ purposes: ['service'], bases: ['legitimate_interest'], retention: null },
  },
  {
    key: 'matching',
    tables: ['customer_merges', 'merge_suggestions', 'shared_values', 'duplicate_settings', 'match_keys'],
    ...{ purposes: ['service'], bases: ['legitimate_interest'], retention: null },
  },
  {
    key: 'sending',
    tables: ['dispatches', 'announcement_recipients', 'announcement_refusals'],
    ...{
      purposes: ['service', 'notices', 'marketing'],
      bases: ['contract', 'legitimate_interest', 'consent'],
      retention: null,
    },
  },
  {
    key: 'receiving',
    tables: ['receipts', 'switch_misses', 'idempotency_keys'],
    ...{ purposes: ['service'], bases: ['contract', 'legitimate_interest'], retention: 'receipts' },
  },
  {
    key: 'rights',
    tables: [
      ...['consents', 'privacy_requests', 'privacy_request_messages', 'erasures', 'legal_holds'],
      ...['incidents', 'incident_entries'],
    ],
    ...{ purposes: ['law'], bases: ['law'], retention: 'requests' },
  },
  {
    key: 'staff',
    tables: ['members', 'invitations', 'signatures', 'sign_ins', 'sessions'],
    ...{ purposes: ['work'], bases: ['contract'], retention: null },
  },
];
