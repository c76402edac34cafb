-- What holds for the whole house's routing; without a row everything is as usual.
CREATE TABLE routing_settings (
  org_id                  uuid PRIMARY KEY REFERENCES organisations,
  hand_over_ask_seconds   integer NOT NULL CHECK (hand_over_ask_seconds BETWEEN 15 AND 3600),   -- a named colleague is asked so long
  hand_over_look_seconds  integer NOT NULL CHECK (hand_over_look_seconds BETWEEN 30 AND 86400)  -- somebody of a queue is looked for so long
);
CALL meada_tenant('routing_settings');
COMMENT ON COLUMN routing_settings.org_id IS 'none';
COMMENT ON COLUMN routing_settings.hand_over_ask_seconds IS 'none';
COMMENT ON COLUMN routing_settings.hand_over_look_seconds IS 'none';
