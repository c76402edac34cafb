-- What people are told of: a snooze of theirs that ended stands in their bell until they have read it; a message that could
-- not go out and a snooze that ended are told on their devices, too; reminders of tasks come by e-mail for who wants that.
ALTER TABLE conversations
  ADD woken_for uuid,                                  -- who had put it aside the last time
  ADD woken_seq integer,                               -- last message then: read up to it, it is seen
  ADD woken_at timestamptz,
  ADD woken_why text CHECK (woken_why IN ('date', 'answer', 'note', 'callback', 'task')),
  ADD CHECK ((woken_for IS NULL) = (woken_seq IS NULL) AND (woken_for IS NULL) = (woken_at IS NULL)
    AND (woken_for IS NULL) = (woken_why IS NULL));
CREATE INDEX conversations_woken ON conversations (org_id, woken_for) WHERE woken_for IS NOT NULL;
COMMENT ON COLUMN conversations.woken_for IS 'none';
COMMENT ON COLUMN conversations.woken_seq IS 'none';
COMMENT ON COLUMN conversations.woken_at IS 'none';
COMMENT ON COLUMN conversations.woken_why IS 'none';

-- Who had chosen what to be told of had not been asked of these.
UPDATE push_preferences SET kinds = kinds || '{woken,scheduled}';

ALTER TABLE members ADD task_mail boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN members.task_mail IS 'none';

ALTER TABLE task_bells
  ADD mail_at timestamptz,                             -- when a mail of it goes out; null: none, or it has gone
  ADD mail_tries smallint NOT NULL DEFAULT 0;
CREATE INDEX task_bells_mail ON task_bells (mail_at) WHERE mail_at IS NOT NULL;
-- The worker finds what is due across organisations, and reads nothing else of it.
CREATE POLICY system ON task_bells FOR SELECT TO meada_system USING (mail_at IS NOT NULL);
GRANT SELECT (org_id, task_id, person_id, mail_at) ON task_bells TO meada_system;
COMMENT ON COLUMN task_bells.mail_at IS 'none';
COMMENT ON COLUMN task_bells.mail_tries IS 'none';
