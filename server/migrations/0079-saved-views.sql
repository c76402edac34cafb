-- Views of the conversation list that somebody keeps under a name: their own, or everybody's.
CREATE TABLE saved_views (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  owner_id    uuid NOT NULL,                        -- the person who keeps it
  shared      boolean NOT NULL DEFAULT false,       -- everybody sees it
  name        text NOT NULL,
  filters     jsonb NOT NULL,                       -- as the list takes them; assigneeId `me` is whoever looks
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE INDEX saved_views_owner ON saved_views (org_id, owner_id);
CREATE INDEX saved_views_shared ON saved_views (org_id) WHERE shared;
CALL meada_tenant('saved_views');
COMMENT ON COLUMN saved_views.org_id IS 'none';
COMMENT ON COLUMN saved_views.id IS 'none';
COMMENT ON COLUMN saved_views.owner_id IS 'none';
COMMENT ON COLUMN saved_views.shared IS 'none';
COMMENT ON COLUMN saved_views.name IS 'none';
COMMENT ON COLUMN saved_views.filters IS 'none';
COMMENT ON COLUMN saved_views.created_at IS 'none';
