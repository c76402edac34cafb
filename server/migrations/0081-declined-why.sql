-- Why an offer was declined, in the agent's words; kept with the stretch of the offer.
ALTER TABLE work_spells ADD COLUMN words text;
COMMENT ON COLUMN work_spells.words IS 'personal by item_id > work_items.conversation_id > conversations.customer_id';
