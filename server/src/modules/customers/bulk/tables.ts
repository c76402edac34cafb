/** Tables that lists are written into, with the types of their columns. */

export const customers = {
  table: 'customers',
  columns: {
    id: 'uuid',
    canonical_id: 'uuid',
    kind: 'text',
    name: 'text',
    birth_date: 'date',
    locale: 'text',
    label_ids: 'uuid[]',
    custom_fields: 'jsonb',
    notes: 'text',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
    seen_at: 'timestamptz',
  },
};
export const identities = {
  table: 'identities',
  columns: {
    id: 'uuid',
    customer_id: 'uuid',
    kind: 'text',
    value: 'text',
    canonical: 'text',
    match_key: 'text',
    proof: 'text',
    confidence: 'real',
    source: 'text',
    created_at: 'timestamptz',
  },
  suffix: 'ON CONFLICT DO NOTHING',
};
export const postals = {
  table: 'postal_addresses',
  columns: {
    id: 'uuid',
    customer_id: 'uuid',
    kind: 'text',
    country: 'text',
    postal_code: 'text',
    street: 'text',
    number: 'text',
    complement: 'text',
    district: 'text',
    city: 'text',
    region: 'text',
    recipient: 'text',
    note: 'text',
    preferred: 'boolean',
    source: 'text',
    created_at: 'timestamptz',
    updated_at: 'timestamptz',
  },
};
export const notes = {
  table: 'customer_notes',
  columns: {
    id: 'uuid',
    customer_id: 'uuid',
    text: 'text',
    pinned: 'boolean',
    author_kind: 'text',
    author_id: 'uuid',
    created_at: 'timestamptz',
  },
};
export const documents = {
  table: 'customer_documents',
  columns: {
    id: 'uuid',
    customer_id: 'uuid',
    kind: 'text',
    number: 'text',
    country: 'text',
    created_at: 'timestamptz',
  },
};
export const ties = {
  table: 'company_members',
  columns: {
    id: 'uuid',
    company_id: 'uuid',
    customer_id: 'uuid',
    role: 'text',
    source: 'text',
    created_at: 'timestamptz',
  },
  suffix: 'ON CONFLICT DO NOTHING',
};
