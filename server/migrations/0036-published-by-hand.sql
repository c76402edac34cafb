-- Sites without an interface: the answer is pasted there by a person, who then says so. Until then its dispatch waits.
ALTER TABLE dispatches DROP CONSTRAINT dispatches_state_check;
ALTER TABLE dispatches ADD CONSTRAINT dispatches_state_check
  CHECK (state IN ('queued', 'sending', 'by_hand', 'sent', 'delivered', 'read', 'failed', 'unknown'));

-- Whoever answers is told before a public deadline passes, once for each deadline.
ALTER TABLE public_duties ADD warned_at timestamptz;
COMMENT ON COLUMN public_duties.warned_at IS 'none';
CREATE INDEX public_duties_unwarned ON public_duties (due_at) WHERE settled_at IS NULL AND warned_at IS NULL;
-- The worker finds deadlines across organisations, and reads nothing else of them.
CREATE POLICY system ON public_duties FOR SELECT TO meada_system USING (settled_at IS NULL AND warned_at IS NULL);
GRANT SELECT (org_id, id, due_at, settled_at, warned_at) ON public_duties TO meada_system;
