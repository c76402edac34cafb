-- The firm's own statuses, each under a category. A conversation without one has its category's default; archived ones stay
-- on conversations that have them. What is snoozed says why by itself.
CREATE TABLE statuses (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  category     text NOT NULL CHECK (category IN ('open', 'pending', 'resolved')),
  name         text NOT NULL,
  colour       text NOT NULL,
  position     integer NOT NULL,
  is_default   boolean NOT NULL DEFAULT false,
  archived_at  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  CHECK (NOT is_default OR archived_at IS NULL)
);
CREATE UNIQUE INDEX statuses_name ON statuses (org_id, lower(name)) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX statuses_default ON statuses (org_id, category) WHERE is_default;
CALL meada_tenant('statuses');
COMMENT ON COLUMN statuses.org_id IS 'none';
COMMENT ON COLUMN statuses.id IS 'none';
COMMENT ON COLUMN statuses.category IS 'none';
COMMENT ON COLUMN statuses.name IS 'none';
COMMENT ON COLUMN statuses.colour IS 'none';
COMMENT ON COLUMN statuses.position IS 'none';
COMMENT ON COLUMN statuses.is_default IS 'none';
COMMENT ON COLUMN statuses.archived_at IS 'none';
COMMENT ON COLUMN statuses.created_at IS 'none';

-- Words that were given by programs until now become statuses; the same words twice are one.
INSERT INTO statuses (org_id, id, category, name, colour, position)
  SELECT org_id, gen_random_uuid(), min(status), min(status_label), '#59666b', row_number() OVER (PARTITION BY org_id)
  FROM conversations WHERE status_label IS NOT NULL AND status <> 'snoozed' GROUP BY org_id, lower(status_label);
ALTER TABLE conversations
  ADD status_id uuid,
  ADD FOREIGN KEY (org_id, status_id) REFERENCES statuses (org_id, id);
UPDATE conversations c SET status_id = s.id FROM statuses s
  WHERE s.org_id = c.org_id AND lower(s.name) = lower(c.status_label) AND s.category = c.status;
ALTER TABLE conversations DROP COLUMN status_label;
COMMENT ON COLUMN conversations.status_id IS 'none';
CREATE INDEX conversations_own_status ON conversations (org_id, status_id, active_at DESC, id DESC) WHERE status_id IS NOT NULL;

-- Whoever moves a conversation into another category (a customer who writes, a snooze that ends) leaves its status behind.
CREATE FUNCTION meada_status_left() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$ BEGIN
    IF NEW.status_id IS NOT DISTINCT FROM OLD.status_id THEN NEW.status_id := NULL; END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER conversations_status_left BEFORE UPDATE OF status ON conversations
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION meada_status_left();
