-- As before, but for the statement that empties the leaves: what it empties next is one range of indexes, and is named as
-- such. Joined with a list of them, a log that had not been analysed yet was read once for every leaf.
CREATE OR REPLACE FUNCTION prune_audit_entries(of_generation smallint, below bigint, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first bigint;
  pruned bigint;
BEGIN
  IF below % 256 <> 0 OR NOT EXISTS (
    SELECT FROM audit_entry
      WHERE tenant_id = current_tenant() AND generation = of_generation AND type = 'retention.pruned' AND leaf IS NOT NULL
        AND (replace(split_part(convert_from(leaf, 'UTF8'), E'\n', 7), '\u0000', '\u0020')::jsonb ->> 'below')::bigint >= below
  ) THEN
    RAISE EXCEPTION 'the log does not announce pruning below %', below USING ERRCODE = 'MG002';
  END IF;
  IF EXISTS (
    SELECT FROM audit_open_intent o JOIN audit_entry e USING (tenant_id, entry_id)
      WHERE o.tenant_id = current_tenant() AND e.generation = of_generation AND e.idx < below
  ) THEN
    RAISE EXCEPTION 'an open intent is below %', below USING ERRCODE = 'MG002';
  END IF;
  IF EXISTS (
    SELECT FROM legal_hold h
      WHERE h.tenant_id = current_tenant() AND h.released_at IS NULL AND (h.subject IS NULL OR EXISTS (
        SELECT FROM audit_entry e
          WHERE e.tenant_id = h.tenant_id AND e.generation = of_generation AND e.actor_id = h.subject AND e.idx < below))
  ) THEN
    RAISE EXCEPTION 'a legal hold covers entries below %', below USING ERRCODE = 'MG004';
  END IF;
  -- What is pruned is always all that is below some index.
  SELECT coalesce(max(idx) + 1, 0) INTO first FROM audit_entry
    WHERE tenant_id = current_tenant() AND generation = of_generation AND leaf IS NULL;
  PERFORM set_config('monago.pruning', 'on', true);
  UPDATE audit_entry SET leaf = NULL, request_id = NULL, actor_id = '', workspace_id = NULL, decision = NULL, subject = NULL
    WHERE tenant_id = current_tenant() AND generation = of_generation AND idx >= first AND idx < least(below, first + most);
  GET DIAGNOSTICS pruned = ROW_COUNT;
  PERFORM set_config('monago.pruning', '', true);
  RETURN pruned;
END $$;
