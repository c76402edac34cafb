-- The record of a customer: what the firm writes down, what the customer has told, where they live, whom they work for.
-- Everything hangs on the customer it was written for (original owner), so that an un-merge is exact.

ALTER TABLE customers ADD COLUMN kind text NOT NULL DEFAULT 'human' CHECK (kind IN ('human', 'company'));
ALTER TABLE customers ADD COLUMN label_ids uuid[] NOT NULL DEFAULT '{}';
ALTER TABLE customers ADD COLUMN blocked_at timestamptz;
ALTER TABLE customers ADD COLUMN blocked_reason text;
ALTER TABLE customers ADD COLUMN picture_id uuid;  -- one of their files
CREATE INDEX customers_labels ON customers USING gin (label_ids) WHERE label_ids <> '{}';
CREATE INDEX customers_companies ON customers (org_id, seen_at DESC, id DESC) WHERE kind = 'company' AND canonical_id = id;
CREATE INDEX customers_blocked ON customers (org_id, canonical_id) WHERE blocked_at IS NOT NULL;

-- Custom fields: what the firm asks about customers, companies and conversations, with a type. Values lie in
-- `custom_fields` of what they are about, by `name`; an archived definition keeps them.
CREATE TABLE field_definitions (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  subject      text NOT NULL CHECK (subject IN ('customer', 'company', 'conversation')),
  name         text NOT NULL,                      -- key in custom_fields; never changes
  label        text NOT NULL,
  help         text NOT NULL DEFAULT '',
  type         text NOT NULL CHECK (type IN ('text', 'long_text', 'number', 'money', 'date', 'boolean', 'choice', 'choices',
    'link', 'email', 'phone', 'document')),
  choices      jsonb NOT NULL DEFAULT '[]',        -- [{ "name", "label", "archived" }] of choice and choices
  currency     text,                               -- ISO 4217, of money: values are its minor units
  required     boolean NOT NULL DEFAULT false,
  sensitive    boolean NOT NULL DEFAULT false,     -- shown on demand only, and who looked stands in the audit trail
  seen_by      text NOT NULL DEFAULT 'agent' CHECK (seen_by IN ('agent', 'supervisor', 'administrator', 'owner')),
  edited_by    text NOT NULL DEFAULT 'agent' CHECK (edited_by IN ('agent', 'supervisor', 'administrator', 'owner')),
  position     integer NOT NULL DEFAULT 0,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  archived_at  timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, subject, name)
);
CALL meada_tenant('field_definitions');

-- Values of customers once more, one row each, so that lists can be filtered and sorted by them: under the fence only
-- leak-proof comparisons use an index, and jsonb has none. Kept by the trigger below alone.
CREATE TABLE customer_field_values (
  org_id       uuid NOT NULL,
  customer_id  uuid NOT NULL,
  name         text NOT NULL,
  position     integer NOT NULL,                   -- of several choices
  text         text,
  number       double precision,  -- numbers, money, yes (1) and no (0)
  PRIMARY KEY (org_id, customer_id, name, position),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id) ON DELETE CASCADE
);
CREATE INDEX customer_field_texts ON customer_field_values (org_id, name, text, customer_id) WHERE text IS NOT NULL;
CREATE INDEX customer_field_numbers ON customer_field_values (org_id, name, number, customer_id) WHERE number IS NOT NULL;
CALL meada_tenant('customer_field_values');

-- One row for each value; texts cut to what an index page bears, folded as names are searched.
CREATE FUNCTION meada_keep_field_values() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND NEW.custom_fields = OLD.custom_fields THEN RETURN NULL; END IF;
    IF TG_OP = 'UPDATE' THEN
      DELETE FROM customer_field_values WHERE org_id = NEW.org_id AND customer_id = NEW.id;
    END IF;
    INSERT INTO customer_field_values (org_id, customer_id, name, position, text, number)
    SELECT NEW.org_id, NEW.id, f.key, v.position,
      CASE WHEN jsonb_typeof(v.value) = 'string' THEN left(meada_fold(v.value #>> '{}'), 200) END,
      CASE jsonb_typeof(v.value) WHEN 'number' THEN (v.value #>> '{}')::double precision
        WHEN 'boolean' THEN (v.value = 'true'::jsonb)::integer END
    FROM jsonb_each(NEW.custom_fields) f,
      jsonb_array_elements(CASE jsonb_typeof(f.value) WHEN 'array' THEN f.value ELSE jsonb_build_array(f.value) END)
        WITH ORDINALITY AS v(value, position)
    WHERE jsonb_typeof(v.value) IN ('string', 'number', 'boolean');
    RETURN NULL;
  END $$;
CREATE TRIGGER customers_field_values AFTER INSERT OR UPDATE OF custom_fields ON customers
  FOR EACH ROW EXECUTE FUNCTION meada_keep_field_values();
INSERT INTO customer_field_values (org_id, customer_id, name, position, text, number)
SELECT c.org_id, c.id, f.key, 1,
  CASE WHEN jsonb_typeof(f.value) = 'string' THEN left(meada_fold(f.value #>> '{}'), 200) END,
  CASE jsonb_typeof(f.value) WHEN 'number' THEN (f.value #>> '{}')::double precision
    WHEN 'boolean' THEN (f.value = 'true'::jsonb)::integer END
FROM customers c, jsonb_each(c.custom_fields) f WHERE jsonb_typeof(f.value) IN ('string', 'number', 'boolean');

-- Customers with a label; runs as the owner as meada_labelled does for conversations.
CREATE FUNCTION meada_labelled_customers(label uuid, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id FROM customers WHERE org_id = meada_org() AND label_ids <> '{}' AND label_ids @> ARRAY[label] LIMIT most $$;
REVOKE ALL ON FUNCTION meada_labelled_customers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_labelled_customers TO meada_app;

-- Documents that are no address of anybody (RG, passport, CNH, state registration); CPF and CNPJ are identities.
CREATE TABLE customer_documents (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('rg', 'cnh', 'passport', 'rne', 'state_registration', 'city_registration', 'other')),
  number       text NOT NULL,
  issuer       text NOT NULL DEFAULT '',
  country      text NOT NULL DEFAULT 'BR',
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX customer_documents_customer ON customer_documents (org_id, customer_id);
CALL meada_tenant('customer_documents');

-- Notes on a customer, each with its author; what one said before stays readable.
CREATE TABLE customer_notes (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  text         text NOT NULL,
  pinned       boolean NOT NULL DEFAULT false,
  author_kind  text NOT NULL,
  author_id    uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  edited_at    timestamptz,
  deleted_at   timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX customer_notes_customer ON customer_notes (org_id, customer_id, created_at DESC);
CALL meada_tenant('customer_notes');
CREATE TABLE customer_note_versions (
  org_id       uuid NOT NULL,
  id           uuid NOT NULL,
  note_id      uuid NOT NULL,
  text         text NOT NULL,
  actor_kind   text NOT NULL,                      -- who wrote it
  actor_id     uuid,
  at           timestamptz NOT NULL,               -- when it was written
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, note_id) REFERENCES customer_notes (org_id, id)
);
CREATE INDEX customer_note_versions_note ON customer_note_versions (org_id, note_id, at DESC);
CALL meada_tenant('customer_note_versions');

-- Files kept with a customer (contract, document, picture).
CREATE TABLE customer_files (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  file_id      uuid NOT NULL,
  thumbnail_id uuid,
  kind         text NOT NULL,
  name         text NOT NULL,
  type         text NOT NULL,
  size         bigint NOT NULL,
  added_kind   text NOT NULL,
  added_id     uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, file_id) REFERENCES files (org_id, id),
  FOREIGN KEY (org_id, thumbnail_id) REFERENCES files (org_id, id)
);
CREATE INDEX customer_files_customer ON customer_files (org_id, customer_id, created_at DESC);
CREATE INDEX customer_files_file ON customer_files (org_id, file_id);
CREATE INDEX customer_files_thumbnail ON customer_files (org_id, thumbnail_id) WHERE thumbnail_id IS NOT NULL;
CALL meada_tenant('customer_files');

-- A company is a customer; its people are customers, with a role and a time.
CREATE TABLE company_members (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  company_id   uuid NOT NULL,
  customer_id  uuid NOT NULL,
  role         text NOT NULL DEFAULT '',
  joined_on    date,
  left_on      date,
  source       text NOT NULL DEFAULT 'person',     -- person, domain, import
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, company_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  CHECK (company_id <> customer_id),
  CHECK (left_on IS NULL OR joined_on IS NULL OR left_on >= joined_on)
);
CREATE UNIQUE INDEX company_members_standing ON company_members (org_id, company_id, customer_id) WHERE left_on IS NULL;
CREATE INDEX company_members_customer ON company_members (org_id, customer_id);
CALL meada_tenant('company_members');
-- Whose mails end so may be of the company; proposed, never joined.
CREATE TABLE company_domains (
  org_id      uuid NOT NULL REFERENCES organisations,
  domain      text NOT NULL,
  company_id  uuid NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, domain),
  FOREIGN KEY (org_id, company_id) REFERENCES customers (org_id, id)
);
CREATE INDEX company_domains_company ON company_domains (org_id, company_id);
CALL meada_tenant('company_domains');
-- A proposal somebody said no to does not come back.
CREATE TABLE company_refusals (
  org_id       uuid NOT NULL REFERENCES organisations,
  company_id   uuid NOT NULL,
  customer_id  uuid NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, company_id, customer_id),
  FOREIGN KEY (org_id, company_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX company_refusals_customer ON company_refusals (org_id, customer_id);
CALL meada_tenant('company_refusals');
CREATE INDEX identities_mail_domain ON identities (org_id, (split_part(lower(canonical), '@', 2))) WHERE kind = 'email' AND ended_at IS NULL;
-- Customers with a mail address of a domain. Runs as the owner: split_part is not leak-proof.
CREATE FUNCTION meada_mail_domain(wanted text, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT customer_id FROM identities WHERE org_id = meada_org() AND kind = 'email' AND ended_at IS NULL
    AND split_part(lower(canonical), '@', 2) = wanted LIMIT most $$;
REVOKE ALL ON FUNCTION meada_mail_domain FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_mail_domain TO meada_app;

-- Where somebody lives, works, is billed or delivered to. In Brazil: CEP, logradouro, número, complemento, bairro,
-- cidade, UF, IBGE's number of the city; elsewhere the same columns in the country's own sense.
CREATE TABLE postal_addresses (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  kind         text NOT NULL DEFAULT 'home' CHECK (kind IN ('home', 'work', 'delivery', 'billing', 'other')),
  country      text NOT NULL DEFAULT 'BR' CHECK (country ~ '^[A-Z]{2}$'),
  postal_code  text NOT NULL DEFAULT '',
  street       text NOT NULL DEFAULT '',
  number       text NOT NULL DEFAULT '',
  complement   text NOT NULL DEFAULT '',
  district     text NOT NULL DEFAULT '',
  city         text NOT NULL DEFAULT '',
  region       text NOT NULL DEFAULT '',  -- state, UF, province
  city_code    text,  -- IBGE, seven digits
  recipient    text NOT NULL DEFAULT '',
  note         text NOT NULL DEFAULT '',  -- how to find it
  preferred    boolean NOT NULL DEFAULT false,
  source       text NOT NULL DEFAULT 'person',
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX postal_addresses_customer ON postal_addresses (org_id, customer_id);
CREATE INDEX postal_addresses_code ON postal_addresses (org_id, postal_code) WHERE postal_code <> '' AND ended_at IS NULL;
CALL meada_tenant('postal_addresses');
-- Whom to ask for the street of a CEP; off unless the firm chooses one.
CREATE TABLE postal_code_lookups (
  org_id      uuid NOT NULL REFERENCES organisations,
  provider    text NOT NULL,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id)
);
CALL meada_tenant('postal_code_lookups');

-- What a customer has said of how they want to be reached. What is learned is computed when asked for.
CREATE TABLE customer_preferences (
  org_id       uuid NOT NULL REFERENCES organisations,
  customer_id  uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('channel', 'hours', 'language')),
  value        jsonb NOT NULL,
  source       text NOT NULL,                      -- customer, person
  note         text NOT NULL DEFAULT '',
  actor_kind   text NOT NULL,
  actor_id     uuid,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, customer_id, kind),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CALL meada_tenant('customer_preferences');

-- What a customer told once, with where it came from: nobody need ask again.
CREATE TABLE customer_facts (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  customer_id      uuid NOT NULL,
  kind             text NOT NULL,                  -- name, cpf, cnpj, email, phone, birth_date, cep, address, order_number, field:NAME
  value            text NOT NULL,  -- as it is shown and inserted
  canonical        text NOT NULL,  -- what makes two the same
  confidence       real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  source           text NOT NULL CHECK (source IN ('message', 'form', 'person', 'import', 'key', 'bot')),
  message_id       uuid,
  conversation_id  uuid,
  inbox_id         uuid,
  actor_kind       text NOT NULL,
  actor_id         uuid,
  given_at         timestamptz NOT NULL,           -- first time
  seen_at          timestamptz NOT NULL,           -- last time
  ended_at         timestamptz,                    -- told to be wrong
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE UNIQUE INDEX customer_facts_once ON customer_facts (org_id, customer_id, kind, canonical);
CREATE INDEX customer_facts_message ON customer_facts (org_id, message_id) WHERE message_id IS NOT NULL;
CALL meada_tenant('customer_facts');

-- Questions of ours that ask for a fact, found behind the log; known: the customer had told it before. One row for each
-- message and fact: nothing is counted twice.
CREATE TABLE fact_questions (
  org_id           uuid NOT NULL REFERENCES organisations,
  message_id       uuid NOT NULL,
  kind             text NOT NULL,
  customer_id      uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  inbox_id         uuid,
  author_kind      text NOT NULL,
  author_id        uuid,
  known            boolean NOT NULL,
  at               timestamptz NOT NULL,
  PRIMARY KEY (org_id, message_id, kind)
);
CREATE INDEX fact_questions_at ON fact_questions (org_id, at);
CREATE INDEX fact_questions_conversation ON fact_questions (org_id, conversation_id);
CALL meada_tenant('fact_questions');

COMMENT ON COLUMN customers.kind IS 'none';
COMMENT ON COLUMN customers.label_ids IS 'none';
COMMENT ON COLUMN customers.blocked_at IS 'none';
COMMENT ON COLUMN customers.blocked_reason IS 'personal by id';
COMMENT ON COLUMN customers.picture_id IS 'none';

COMMENT ON COLUMN field_definitions.org_id IS 'none';
COMMENT ON COLUMN field_definitions.id IS 'none';
COMMENT ON COLUMN field_definitions.subject IS 'none';
COMMENT ON COLUMN field_definitions.name IS 'none';
COMMENT ON COLUMN field_definitions.label IS 'none';
COMMENT ON COLUMN field_definitions.help IS 'none';
COMMENT ON COLUMN field_definitions.type IS 'none';
COMMENT ON COLUMN field_definitions.choices IS 'none';
COMMENT ON COLUMN field_definitions.currency IS 'none';
COMMENT ON COLUMN field_definitions.required IS 'none';
COMMENT ON COLUMN field_definitions.sensitive IS 'none';
COMMENT ON COLUMN field_definitions.seen_by IS 'none';
COMMENT ON COLUMN field_definitions.edited_by IS 'none';
COMMENT ON COLUMN field_definitions.position IS 'none';
COMMENT ON COLUMN field_definitions.created_at IS 'none';
COMMENT ON COLUMN field_definitions.updated_at IS 'none';
COMMENT ON COLUMN field_definitions.archived_at IS 'none';

COMMENT ON COLUMN customer_field_values.org_id IS 'none';
COMMENT ON COLUMN customer_field_values.customer_id IS 'none';
COMMENT ON COLUMN customer_field_values.name IS 'none';
COMMENT ON COLUMN customer_field_values.position IS 'none';
COMMENT ON COLUMN customer_field_values.text IS 'search';
COMMENT ON COLUMN customer_field_values.number IS 'search';

COMMENT ON COLUMN customer_documents.org_id IS 'none';
COMMENT ON COLUMN customer_documents.id IS 'none';
COMMENT ON COLUMN customer_documents.customer_id IS 'none';
COMMENT ON COLUMN customer_documents.kind IS 'none';
COMMENT ON COLUMN customer_documents.number IS 'personal by customer_id';
COMMENT ON COLUMN customer_documents.issuer IS 'personal by customer_id';
COMMENT ON COLUMN customer_documents.country IS 'none';
COMMENT ON COLUMN customer_documents.created_at IS 'none';

COMMENT ON COLUMN customer_notes.org_id IS 'none';
COMMENT ON COLUMN customer_notes.id IS 'none';
COMMENT ON COLUMN customer_notes.customer_id IS 'none';
COMMENT ON COLUMN customer_notes.text IS 'personal by customer_id';
COMMENT ON COLUMN customer_notes.pinned IS 'none';
COMMENT ON COLUMN customer_notes.author_kind IS 'none';
COMMENT ON COLUMN customer_notes.author_id IS 'none';
COMMENT ON COLUMN customer_notes.created_at IS 'none';
COMMENT ON COLUMN customer_notes.edited_at IS 'none';
COMMENT ON COLUMN customer_notes.deleted_at IS 'none';

COMMENT ON COLUMN customer_note_versions.org_id IS 'none';
COMMENT ON COLUMN customer_note_versions.id IS 'none';
COMMENT ON COLUMN customer_note_versions.note_id IS 'none';
COMMENT ON COLUMN customer_note_versions.text IS 'personal by note_id > customer_notes.customer_id';
COMMENT ON COLUMN customer_note_versions.actor_kind IS 'none';
COMMENT ON COLUMN customer_note_versions.actor_id IS 'none';
COMMENT ON COLUMN customer_note_versions.at IS 'none';

COMMENT ON COLUMN customer_files.org_id IS 'none';
COMMENT ON COLUMN customer_files.id IS 'none';
COMMENT ON COLUMN customer_files.customer_id IS 'none';
COMMENT ON COLUMN customer_files.file_id IS 'none';
COMMENT ON COLUMN customer_files.thumbnail_id IS 'none';
COMMENT ON COLUMN customer_files.kind IS 'none';
COMMENT ON COLUMN customer_files.name IS 'personal by customer_id';
COMMENT ON COLUMN customer_files.type IS 'none';
COMMENT ON COLUMN customer_files.size IS 'none';
COMMENT ON COLUMN customer_files.added_kind IS 'none';
COMMENT ON COLUMN customer_files.added_id IS 'none';
COMMENT ON COLUMN customer_files.created_at IS 'none';

COMMENT ON COLUMN company_members.org_id IS 'none';
COMMENT ON COLUMN company_members.id IS 'none';
COMMENT ON COLUMN company_members.company_id IS 'none';
COMMENT ON COLUMN company_members.customer_id IS 'none';
COMMENT ON COLUMN company_members.role IS 'personal by customer_id';
COMMENT ON COLUMN company_members.joined_on IS 'none';
COMMENT ON COLUMN company_members.left_on IS 'none';
COMMENT ON COLUMN company_members.source IS 'none';
COMMENT ON COLUMN company_members.created_at IS 'none';

COMMENT ON COLUMN company_domains.org_id IS 'none';
COMMENT ON COLUMN company_domains.domain IS 'none';
COMMENT ON COLUMN company_domains.company_id IS 'none';
COMMENT ON COLUMN company_domains.created_at IS 'none';

COMMENT ON COLUMN company_refusals.org_id IS 'none';
COMMENT ON COLUMN company_refusals.company_id IS 'none';
COMMENT ON COLUMN company_refusals.customer_id IS 'none';
COMMENT ON COLUMN company_refusals.created_at IS 'none';

COMMENT ON COLUMN postal_addresses.org_id IS 'none';
COMMENT ON COLUMN postal_addresses.id IS 'none';
COMMENT ON COLUMN postal_addresses.customer_id IS 'none';
COMMENT ON COLUMN postal_addresses.kind IS 'none';
COMMENT ON COLUMN postal_addresses.country IS 'none';
COMMENT ON COLUMN postal_addresses.postal_code IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.street IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.number IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.complement IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.district IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.city IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.region IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.city_code IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.recipient IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.note IS 'personal by customer_id';
COMMENT ON COLUMN postal_addresses.preferred IS 'none';
COMMENT ON COLUMN postal_addresses.source IS 'none';
COMMENT ON COLUMN postal_addresses.created_at IS 'none';
COMMENT ON COLUMN postal_addresses.updated_at IS 'none';
COMMENT ON COLUMN postal_addresses.ended_at IS 'none';

COMMENT ON COLUMN postal_code_lookups.org_id IS 'none';
COMMENT ON COLUMN postal_code_lookups.provider IS 'none';
COMMENT ON COLUMN postal_code_lookups.updated_at IS 'none';

COMMENT ON COLUMN customer_preferences.org_id IS 'none';
COMMENT ON COLUMN customer_preferences.customer_id IS 'none';
COMMENT ON COLUMN customer_preferences.kind IS 'none';
COMMENT ON COLUMN customer_preferences.value IS 'personal by customer_id empty {}';
COMMENT ON COLUMN customer_preferences.source IS 'none';
COMMENT ON COLUMN customer_preferences.note IS 'personal by customer_id';
COMMENT ON COLUMN customer_preferences.actor_kind IS 'none';
COMMENT ON COLUMN customer_preferences.actor_id IS 'none';
COMMENT ON COLUMN customer_preferences.at IS 'none';

COMMENT ON COLUMN customer_facts.org_id IS 'none';
COMMENT ON COLUMN customer_facts.id IS 'none';
COMMENT ON COLUMN customer_facts.customer_id IS 'none';
COMMENT ON COLUMN customer_facts.kind IS 'none';
COMMENT ON COLUMN customer_facts.value IS 'personal by customer_id';
COMMENT ON COLUMN customer_facts.canonical IS 'personal by customer_id empty unique';
COMMENT ON COLUMN customer_facts.confidence IS 'none';
COMMENT ON COLUMN customer_facts.source IS 'none';
COMMENT ON COLUMN customer_facts.message_id IS 'none';
COMMENT ON COLUMN customer_facts.conversation_id IS 'none';
COMMENT ON COLUMN customer_facts.inbox_id IS 'none';
COMMENT ON COLUMN customer_facts.actor_kind IS 'none';
COMMENT ON COLUMN customer_facts.actor_id IS 'none';
COMMENT ON COLUMN customer_facts.given_at IS 'none';
COMMENT ON COLUMN customer_facts.seen_at IS 'none';
COMMENT ON COLUMN customer_facts.ended_at IS 'none';

COMMENT ON COLUMN fact_questions.org_id IS 'none';
COMMENT ON COLUMN fact_questions.message_id IS 'none';
COMMENT ON COLUMN fact_questions.kind IS 'none';
COMMENT ON COLUMN fact_questions.customer_id IS 'none';
COMMENT ON COLUMN fact_questions.conversation_id IS 'none';
COMMENT ON COLUMN fact_questions.inbox_id IS 'none';
COMMENT ON COLUMN fact_questions.author_kind IS 'none';
COMMENT ON COLUMN fact_questions.author_id IS 'none';
COMMENT ON COLUMN fact_questions.known IS 'none';
COMMENT ON COLUMN fact_questions.at IS 'none';
