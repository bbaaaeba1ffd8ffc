-- What entries only commit to, kept apart from them so that it can be destroyed: content and salts, sealed for each entry
-- (docs/formats/audit-content.md). Who asked for erasure, what is held, how long what is kept, and who looked.

-- Keys of content: one for everything that one actor left in one month. What the key sealed is unreadable without it, so
-- deleting this row erases every copy of it that does not come with a copy of this row.
CREATE TABLE audit_content_key (
  tenant_id   text NOT NULL REFERENCES tenant,
  key_id      text NOT NULL CHECK (key_id ~ '^[a-z0-9_]{1,40}/[0-9]{4}-[0-9]{2}/[0-9a-f]{16}$'),
  subject     text NOT NULL,
  period      text NOT NULL CHECK (period ~ '^[0-9]{4}-[0-9]{2}$'),
  kek_ref     text NOT NULL REFERENCES key_check,
  wrapped_dek bytea NOT NULL,
  nonce       bytea NOT NULL CHECK (octet_length(nonce) = 12),
  ciphertext  bytea NOT NULL,
  tag         bytea NOT NULL CHECK (octet_length(tag) = 16),
  created_at  timestamptz NOT NULL,
  -- Since then it seals nothing any more: everything under it is about to be erased.
  retired_at  timestamptz,
  PRIMARY KEY (tenant_id, key_id)
);
CREATE UNIQUE INDEX audit_content_key_one_in_use ON audit_content_key (tenant_id, subject, period)
  WHERE retired_at IS NULL;
CREATE INDEX audit_content_key_by_kek ON audit_content_key (kek_ref, tenant_id, key_id);

-- There is no foreign key to the content's key: writers make sure of it under the lock of the log's head, which erasure
-- holds too.
CREATE TABLE audit_content (
  tenant_id   text NOT NULL,
  generation  smallint NOT NULL,
  idx         bigint NOT NULL CHECK (idx >= 0),
  entry_id    text NOT NULL,
  time_us     bigint NOT NULL,
  key_id      text NOT NULL,
  -- The entry's own data key under that of the actor and month: nonce, ciphertext and tag.
  wrapped_dek bytea NOT NULL CHECK (octet_length(wrapped_dek) = 60),
  nonce       bytea NOT NULL CHECK (octet_length(nonce) = 12),
  tag         bytea NOT NULL CHECK (octet_length(tag) = 16),
  ciphertext  bytea NOT NULL,
  PRIMARY KEY (tenant_id, generation, idx),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);
CREATE INDEX audit_content_by_key ON audit_content (tenant_id, key_id, generation, idx);
-- Ciphertext does not compress.
ALTER TABLE audit_content ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

-- Null: for ever.
ALTER TABLE tenant
  ADD COLUMN entry_days integer CHECK (entry_days BETWEEN 1 AND 36500),
  ADD COLUMN content_days integer CHECK (content_days BETWEEN 1 AND 36500);

-- While a hold stands nothing of its subject is erased or pruned; of nobody at all where it names none.
CREATE TABLE legal_hold (
  tenant_id      text NOT NULL REFERENCES tenant,
  hold_id        text NOT NULL CHECK (hold_id ~ '^hld_[0-9a-f]{32}$'),
  subject        text,
  reason         text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  placed_by      text NOT NULL,
  placed_at      timestamptz NOT NULL,
  released_by    text,
  released_at    timestamptz,
  release_reason text CHECK (length(release_reason) BETWEEN 1 AND 500),
  PRIMARY KEY (tenant_id, hold_id),
  CHECK ((released_by IS NULL) = (released_at IS NULL) AND (released_by IS NULL) = (release_reason IS NULL))
);
CREATE INDEX legal_hold_standing ON legal_hold (tenant_id, subject) WHERE released_at IS NULL;

-- What somebody has asked to erase, and how far it has come. It covers what was in the log when it was asked for.
CREATE TABLE audit_erasure (
  tenant_id      text NOT NULL REFERENCES tenant,
  erasure_id     text NOT NULL CHECK (erasure_id ~ '^ers_[0-9a-f]{32}$'),
  subject        text,
  from_us        bigint,
  to_us          bigint,
  basis          text NOT NULL CHECK (basis IN ('request', 'retention')),
  reason         text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  requested_by   text NOT NULL,
  requested_at   timestamptz NOT NULL,
  state          text NOT NULL CHECK (state IN ('running', 'held', 'done')),
  held_by        text,
  due            bigint NOT NULL,
  erased         bigint NOT NULL DEFAULT 0,
  entries        integer NOT NULL DEFAULT 0,
  next_generation smallint NOT NULL,
  next_idx       bigint NOT NULL,
  end_generation smallint NOT NULL,
  end_idx        bigint NOT NULL,
  finished_at    timestamptz,
  PRIMARY KEY (tenant_id, erasure_id),
  CHECK (subject IS NOT NULL OR from_us IS NOT NULL OR to_us IS NOT NULL)
);
CREATE INDEX audit_erasure_open ON audit_erasure (tenant_id) WHERE state <> 'done';

-- Two people look at content: nobody approves what they asked for, whoever writes the row.
CREATE TABLE content_reveal (
  tenant_id       text NOT NULL REFERENCES tenant,
  reveal_id       text NOT NULL CHECK (reveal_id ~ '^rvl_[0-9a-f]{32}$'),
  entry_id        text NOT NULL,
  reason          text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  requested_by    text NOT NULL,
  requested_at    timestamptz NOT NULL,
  state           text NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'revealed')),
  decided_by      text,
  decided_at      timestamptz,
  decision_reason text CHECK (length(decision_reason) BETWEEN 1 AND 500),
  revealed_at     timestamptz,
  PRIMARY KEY (tenant_id, reveal_id),
  CHECK (decided_by <> requested_by),
  CHECK ((state = 'requested') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CHECK ((state = 'revealed') = (revealed_at IS NOT NULL))
);

-- Jobs that one node does at a time: who is at it, until when nobody else is, and when it was last done.
CREATE TABLE job_lease (
  job    text PRIMARY KEY,
  holder text NOT NULL,
  until  timestamptz NOT NULL,
  ran_at timestamptz
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_content_key', 'audit_content', 'legal_hold', 'audit_erasure', 'content_reveal']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
  END LOOP;
END $$;
CREATE POLICY read_all ON audit_content_key FOR SELECT TO monago_reader USING (true);
-- Which erasures are under way; not what they are about.
CREATE POLICY read_all ON audit_erasure FOR SELECT TO monago_reader USING (true);

CREATE OR REPLACE VIEW sealed_row WITH (security_invoker = true) AS
  SELECT 'audit_log' AS kind, tenant_id, origin AS item, version, NULL AS provider, origin AS destination,
      kek_ref, wrapped_dek, nonce, ciphertext, tag
    FROM audit_log_key
  UNION ALL
  SELECT 'credential_version', v.tenant_id, v.credential_id, v.version, c.provider, v.destination,
      v.kek_ref, v.wrapped_dek, v.nonce, v.ciphertext, v.tag
    FROM credential_version v JOIN credential c USING (tenant_id, credential_id)
  UNION ALL
  SELECT 'token_signing_key', 'ten_00000000000000000000000000000000', kid, 0, NULL, kid,
      kek_ref, wrapped_dek, nonce, ciphertext, tag
    FROM token_signing_key
  UNION ALL
  SELECT 'audit_content_key', tenant_id, key_id, 0, NULL, key_id,
      kek_ref, wrapped_dek, nonce, ciphertext, tag
    FROM audit_content_key;

-- Below this index entries may be missing; an entry `retention.pruned` of the log says so first.
ALTER TABLE audit_log ADD COLUMN pruned_below bigint NOT NULL DEFAULT 0
  CHECK (pruned_below >= 0 AND pruned_below % 256 = 0);
ALTER TABLE audit_entry ALTER COLUMN leaf DROP NOT NULL;

-- The log only grows, but for the one function below, which alone runs as the owner: it empties leaves and the columns
-- that are derived from them, and leaves every hash where it is.
CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_user = 'monago_owner' AND current_setting('monago.pruning', true) = 'on'
    AND NEW.leaf IS NULL
    AND (NEW.tenant_id, NEW.generation, NEW.idx, NEW.entry_id, NEW.class, NEW.type, NEW.time_us, NEW.leaf_hash)
      = (OLD.tenant_id, OLD.generation, OLD.idx, OLD.entry_id, OLD.class, OLD.type, OLD.time_us, OLD.leaf_hash)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'MG002';
END $$;
DROP TRIGGER audit_entry_append_only ON audit_entry;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_entry_change();

-- What the function may see and do as the owner, who is bound by row-level security too.
CREATE POLICY prune ON audit_entry TO monago_owner
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY prune ON audit_open_intent FOR SELECT TO monago_owner USING (tenant_id = current_tenant());
CREATE POLICY prune ON legal_hold FOR SELECT TO monago_owner USING (tenant_id = current_tenant());

-- Empties up to `most` leaves below an index that the log itself has announced. Asks once more what the caller has asked
-- already: no leaf of an open intent, none that a hold covers, only whole entry bundles.
CREATE FUNCTION prune_audit_entries(of_generation smallint, below bigint, most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
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
  PERFORM set_config('monago.pruning', 'on', true);
  WITH due AS (
    SELECT idx FROM audit_entry
      WHERE tenant_id = current_tenant() AND generation = of_generation AND idx < below AND idx >= (
          -- What is pruned is always all that is below some index.
          SELECT coalesce(max(done.idx) + 1, 0) FROM audit_entry AS done
            WHERE done.tenant_id = current_tenant() AND done.generation = of_generation AND done.leaf IS NULL)
      ORDER BY idx LIMIT most
  )
  UPDATE audit_entry e SET leaf = NULL, request_id = NULL, actor_id = '', workspace_id = NULL, decision = NULL, subject = NULL
    FROM due WHERE e.tenant_id = current_tenant() AND e.generation = of_generation AND e.idx = due.idx;
  GET DIAGNOSTICS pruned = ROW_COUNT;
  PERFORM set_config('monago.pruning', '', true);
  RETURN pruned;
END $$;
REVOKE ALL ON FUNCTION prune_audit_entries(smallint, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prune_audit_entries(smallint, bigint, integer) TO monago_app;
CREATE INDEX audit_entry_pruned ON audit_entry (tenant_id, generation, idx) WHERE leaf IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON audit_content_key TO monago_app;
GRANT SELECT, INSERT, DELETE ON audit_content TO monago_app;
GRANT SELECT, INSERT, UPDATE ON legal_hold, audit_erasure, content_reveal, job_lease TO monago_app;
GRANT SELECT ON audit_content_key TO monago_reader;
GRANT SELECT (tenant_id, erasure_id, state) ON audit_erasure TO monago_reader;
