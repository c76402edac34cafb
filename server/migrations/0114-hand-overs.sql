-- Warm hand-over: somebody who has a conversation asks a colleague, or a queue, to take it. What is asked is an item of work of
-- its own beside the conversation's: whoever is offered it is a guest in the conversation until they answer.
ALTER TABLE work_items
  ADD only_id uuid,                 -- of a hand-over: nobody else is asked; null: the router chooses
  ADD ends_at timestamptz,          -- of a hand-over: asked until then
  ADD note_id uuid,                 -- of a hand-over: the note that was written with it
  ADD introduces boolean NOT NULL DEFAULT false, -- of a hand-over: the customer is told who goes on
  ADD FOREIGN KEY (org_id, only_id) REFERENCES agents (org_id, person_id),
  DROP CONSTRAINT work_items_kind_check,
  ADD CONSTRAINT work_items_kind_check
    CHECK (kind IN ('conversation', 'callback', 'complaint', 'review', 'task', 'hand_over')),
  ADD CHECK (kind <> 'hand_over' OR (conversation_id IS NOT NULL AND ends_at IS NOT NULL AND left_by IS NOT NULL));
COMMENT ON COLUMN work_items.only_id IS 'none';
COMMENT ON COLUMN work_items.ends_at IS 'none';
COMMENT ON COLUMN work_items.note_id IS 'none';
COMMENT ON COLUMN work_items.introduces IS 'none';

-- One open item per conversation, and one open hand-over of it.
DROP INDEX work_items_conversation;
CREATE UNIQUE INDEX work_items_conversation ON work_items (org_id, conversation_id)
  WHERE done_at IS NULL AND kind <> 'hand_over';
CREATE UNIQUE INDEX work_items_hand_over ON work_items (org_id, conversation_id)
  WHERE done_at IS NULL AND kind = 'hand_over';

ALTER TABLE conversations
  ADD guest_id uuid,                -- who is asked to take it over sees it meanwhile
  ADD FOREIGN KEY (org_id, guest_id) REFERENCES members (org_id, id);
COMMENT ON COLUMN conversations.guest_id IS 'none';
CREATE INDEX conversations_guest ON conversations (org_id, guest_id) WHERE guest_id IS NOT NULL;
