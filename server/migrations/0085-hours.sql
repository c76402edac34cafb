-- Hours as a thing of their own: inboxes, queues and agreements go by them. Before, each inbox had stretches of its own.

CREATE TABLE hours (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            uuid NOT NULL,
  name          text NOT NULL,
  time_zone     text NOT NULL,
  week          jsonb NOT NULL DEFAULT '[]',       -- [{day, from, to}]; empty: always
  holidays      text NOT NULL DEFAULT 'national' CHECK (holidays IN ('none', 'national', 'optional')),
  own_holidays  boolean NOT NULL DEFAULT true,     -- the firm's own holidays count, too
  exceptions    jsonb NOT NULL DEFAULT '[]',       -- [{day, stretches, name}]
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CALL meada_tenant('hours');
COMMENT ON COLUMN hours.org_id IS 'none';
COMMENT ON COLUMN hours.id IS 'none';
COMMENT ON COLUMN hours.name IS 'none';
COMMENT ON COLUMN hours.time_zone IS 'none';
COMMENT ON COLUMN hours.week IS 'none';
COMMENT ON COLUMN hours.holidays IS 'none';
COMMENT ON COLUMN hours.own_holidays IS 'none';
COMMENT ON COLUMN hours.exceptions IS 'none';
COMMENT ON COLUMN hours.created_at IS 'none';
COMMENT ON COLUMN hours.updated_at IS 'none';

-- The firm's own: its town's, its own closing days, days on which it works half.
CREATE TABLE holidays (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  on_day      text NOT NULL,                        -- 2026-07-09, or 07-09 every year
  open_from   text,                                 -- open only within these; null: closed
  open_to     text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, on_day),
  CHECK ((open_from IS NULL) = (open_to IS NULL))
);
CALL meada_tenant('holidays');
COMMENT ON COLUMN holidays.org_id IS 'none';
COMMENT ON COLUMN holidays.id IS 'none';
COMMENT ON COLUMN holidays.name IS 'none';
COMMENT ON COLUMN holidays.on_day IS 'none';
COMMENT ON COLUMN holidays.open_from IS 'none';
COMMENT ON COLUMN holidays.open_to IS 'none';
COMMENT ON COLUMN holidays.created_at IS 'none';

ALTER TABLE inboxes
  ADD hours_id uuid,                                 -- null: always attended
  ADD away_message text NOT NULL DEFAULT '',         -- said outside the hours; empty: nothing
  ADD FOREIGN KEY (org_id, hours_id) REFERENCES hours (org_id, id);
COMMENT ON COLUMN inboxes.hours_id IS 'none';
COMMENT ON COLUMN inboxes.away_message IS 'none';

-- Inboxes with the same stretches share their hours, named by the oldest of them. Those that had none stay always open;
-- holidays were not kept so far, and are not from one day to the next.
WITH had AS (
  SELECT org_id, hours ->> 'timeZone' AS time_zone, hours -> 'stretches' AS week,
    (array_agg(name ORDER BY created_at, id))[1] AS name
  FROM inboxes WHERE jsonb_array_length(coalesce(hours -> 'stretches', '[]')) > 0 GROUP BY 1, 2, 3
)
INSERT INTO hours (org_id, id, name, time_zone, week, holidays, own_holidays)
SELECT org_id, gen_random_uuid(), name, time_zone, week, 'none', false FROM had;
UPDATE inboxes i SET hours_id = h.id FROM hours h
WHERE h.org_id = i.org_id AND h.time_zone = i.hours ->> 'timeZone' AND h.week = i.hours -> 'stretches';
UPDATE inboxes SET away_message = hours ->> 'awayMessage' WHERE hours ->> 'awayMessage' <> '';
ALTER TABLE inboxes DROP COLUMN hours;
