-- How the desk is arranged: for a person, and what people begin with (of a team; without one, of everybody).
CREATE TABLE workspaces (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  person_id   uuid,
  team_id     uuid,
  layout      jsonb,                                -- panels, columns, widths; null: the standard
  density     text CHECK (density IN ('comfortable', 'compact')),
  scheme      text CHECK (scheme IN ('light', 'dark', 'auto')),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  CHECK (person_id IS NULL OR team_id IS NULL),
  UNIQUE NULLS NOT DISTINCT (org_id, person_id, team_id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE CASCADE
);
CALL meada_tenant('workspaces');
COMMENT ON COLUMN workspaces.org_id IS 'none';
COMMENT ON COLUMN workspaces.id IS 'none';
COMMENT ON COLUMN workspaces.person_id IS 'none';
COMMENT ON COLUMN workspaces.team_id IS 'none';
COMMENT ON COLUMN workspaces.layout IS 'none';
COMMENT ON COLUMN workspaces.density IS 'none';
COMMENT ON COLUMN workspaces.scheme IS 'none';
COMMENT ON COLUMN workspaces.updated_at IS 'none';
