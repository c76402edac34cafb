-- People inside an organisation: members, invitations, teams, what roles may do, API keys.

CREATE TABLE members (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,                      -- the person's id, the same in every organisation
  name        text NOT NULL,
  email       text NOT NULL,
  role        text NOT NULL CHECK (role IN ('owner', 'administrator', 'supervisor', 'agent')),
  visibility  text NOT NULL DEFAULT 'all' CHECK (visibility IN ('all', 'team', 'assigned')),
  active      boolean NOT NULL DEFAULT true,
  seen_at     timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CALL meada_tenant('members');

CREATE TABLE teams (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX teams_name ON teams (org_id, lower(name));
CALL meada_tenant('teams');

CREATE TABLE team_members (
  org_id     uuid NOT NULL,
  team_id    uuid NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (org_id, team_id, person_id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id) ON DELETE CASCADE
);
CREATE INDEX team_members_person ON team_members (org_id, person_id);
CALL meada_tenant('team_members');

CREATE TABLE invitations (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  email        text NOT NULL,
  role         text NOT NULL CHECK (role IN ('owner', 'administrator', 'supervisor', 'agent')),
  visibility   text NOT NULL CHECK (visibility IN ('all', 'team', 'assigned')),
  team_ids     uuid[] NOT NULL DEFAULT '{}',
  token_hash   bytea NOT NULL,
  invited_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  accepted_at  timestamptz,
  revoked_at   timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, token_hash)
);
CALL meada_tenant('invitations');

-- Only what differs from the built-in rights of a role.
CREATE TABLE role_permissions (
  org_id       uuid NOT NULL REFERENCES organisations,
  role         text NOT NULL CHECK (role IN ('owner', 'administrator', 'supervisor', 'agent')),
  permissions  text[] NOT NULL,
  PRIMARY KEY (org_id, role)
);
CALL meada_tenant('role_permissions');

CREATE TABLE api_keys (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  scopes      text[] NOT NULL,
  prefix      text NOT NULL,
  token_hash  bytea NOT NULL,
  created_by  uuid,
  created_at  timestamptz NOT NULL DEFAULT now(),
  used_at     timestamptz,
  expires_at  timestamptz,
  revoked_at  timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, token_hash)
);
CALL meada_tenant('api_keys');
