-- What is usual is what a row begins with.
ALTER TABLE routing_settings
  ALTER hand_over_ask_seconds SET DEFAULT 120,
  ALTER hand_over_look_seconds SET DEFAULT 300;
