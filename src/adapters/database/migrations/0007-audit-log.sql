-- A tenant's log in generations: one that was frozen stays as it is, and its successor begins with what was last
-- trusted. Its keys, of which the newest two sign; columns to filter entries by; what the self-check found.

-- The owner moves rows below, and is bound by row-level security like everybody else.
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY;

ALTER TABLE audit_head DROP CONSTRAINT audit_head_tenant_id_fkey;
ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_tenant_id_fkey;
ALTER TABLE audit_tile DROP CONSTRAINT audit_tile_tenant_id_fkey;
ALTER TABLE audit_checkpoint DROP CONSTRAINT audit_checkpoint_tenant_id_fkey;
ALTER TABLE audit_payload DROP CONSTRAINT audit_payload_tenant_id_fkey;
ALTER TABLE audit_open_intent DROP CONSTRAINT audit_open_intent_tenant_id_fkey;

-- A closed log has a successor. Until somebody has decided about it, a log that was not to be trusted is frozen.
ALTER TABLE audit_log
  ADD COLUMN generation smallint NOT NULL DEFAULT 1 CHECK (generation > 0),
  -- Why the operator opened it, where it follows another one.
  ADD COLUMN opened_reason text CHECK (length(opened_reason) <= 500),
  ADD COLUMN frozen_at timestamptz,
  ADD COLUMN frozen_reason text CHECK (length(frozen_reason) <= 500),
  -- The newest checkpoint that the node which froze the log had signed: what the database contradicts.
  ADD COLUMN frozen_note text,
  DROP CONSTRAINT audit_log_state_check,
  ADD CONSTRAINT audit_log_state_check CHECK (state IN ('active', 'frozen', 'closed')),
  DROP CONSTRAINT audit_log_pkey,
  ADD PRIMARY KEY (tenant_id, generation);
CREATE UNIQUE INDEX audit_log_one_open ON audit_log (tenant_id) WHERE state <> 'closed';

ALTER TABLE audit_head
  ADD COLUMN generation smallint NOT NULL DEFAULT 1,
  -- Newest key that signs: a node that knows an older one only has to read the keys again.
  ADD COLUMN key_version integer NOT NULL DEFAULT 0,
  ADD FOREIGN KEY (tenant_id, generation) REFERENCES audit_log;
ALTER TABLE audit_tile
  ADD COLUMN generation smallint NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (tenant_id, generation) REFERENCES audit_log,
  DROP CONSTRAINT audit_tile_pkey,
  ADD PRIMARY KEY (tenant_id, generation, level, n);
ALTER TABLE audit_checkpoint
  ADD COLUMN generation smallint NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (tenant_id, generation) REFERENCES audit_log,
  DROP CONSTRAINT audit_checkpoint_pkey,
  ADD PRIMARY KEY (tenant_id, generation, size);
ALTER TABLE audit_open_intent
  ADD COLUMN generation smallint NOT NULL DEFAULT 1,
  ADD FOREIGN KEY (tenant_id, generation) REFERENCES audit_log;
ALTER TABLE audit_payload ADD FOREIGN KEY (tenant_id) REFERENCES tenant;

-- Keys of a log in the order of their versions. A key signs from the checkpoint after its rotation on, and until the
-- one after it has been rotated too.
CREATE TABLE audit_log_key (
  tenant_id   text NOT NULL,
  generation  smallint NOT NULL,
  version     integer NOT NULL CHECK (version >= 0),
  origin      text NOT NULL,
  public_key  bytea NOT NULL CHECK (octet_length(public_key) = 32),
  -- Size of the log from which on it signs.
  signs_from  bigint NOT NULL CHECK (signs_from >= 0),
  kek_ref     text NOT NULL REFERENCES key_check,
  wrapped_dek bytea NOT NULL,
  nonce       bytea NOT NULL CHECK (octet_length(nonce) = 12),
  ciphertext  bytea NOT NULL,
  tag         bytea NOT NULL CHECK (octet_length(tag) = 16),
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, generation, version),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);
CREATE INDEX audit_log_key_by_kek ON audit_log_key (kek_ref, tenant_id);
INSERT INTO audit_log_key
  SELECT tenant_id, generation, 0, origin, public_key, 0, kek_ref, wrapped_dek, nonce, ciphertext, tag, created_at
  FROM audit_log;

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
    FROM token_signing_key;
ALTER TABLE audit_log
  DROP COLUMN public_key, DROP COLUMN kek_ref, DROP COLUMN wrapped_dek, DROP COLUMN nonce, DROP COLUMN ciphertext,
  DROP COLUMN tag;

-- Columns to look for entries by. They say nothing that the leaf does not, and the leaf alone is evidence:
-- src/domain/audit/entry-columns.ts derives them.
ALTER TABLE audit_entry
  ADD COLUMN generation smallint NOT NULL DEFAULT 1,
  ADD COLUMN workspace_id text,
  ADD COLUMN decision text,
  ADD COLUMN subject text;

-- The same of the entries that are there. No string of theirs that is taken has a zero byte, and jsonb bears none.
ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only;
UPDATE audit_entry SET
    workspace_id = body ->> 'workspace',
    decision = coalesce(body ->> 'decision', body -> 'response' ->> 'decision'),
    subject = coalesce(body -> 'credential' ->> 'id', body ->> 'intent', body ->> 'approval', body -> 'policy' ->> 'id',
      body -> 'token' ->> 'id', body ->> 'user', body ->> 'tenant', body ->> 'hold', body ->> 'reveal')
  FROM (
    SELECT tenant_id, idx, replace(split_part(convert_from(leaf, 'UTF8'), E'\n', 7), '\u0000', '\u0020')::jsonb AS body
    FROM audit_entry
  ) AS read
  WHERE audit_entry.tenant_id = read.tenant_id AND audit_entry.idx = read.idx;
ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only;

ALTER TABLE audit_entry
  ADD FOREIGN KEY (tenant_id, generation) REFERENCES audit_log,
  DROP CONSTRAINT audit_entry_pkey,
  ADD PRIMARY KEY (tenant_id, generation, idx);

-- Each filter is a range of one of these, newest first, from any index on. What most entries have needs none: the
-- primary key finds the next one soon.
DROP INDEX audit_entry_by_type, audit_entry_by_request;
CREATE INDEX audit_entry_by_request ON audit_entry (tenant_id, generation, request_id, idx)
  WHERE request_id IS NOT NULL;
CREATE INDEX audit_entry_by_type ON audit_entry (tenant_id, generation, type, idx);
CREATE INDEX audit_entry_by_class ON audit_entry (tenant_id, generation, class, idx) WHERE class <> 'ai';
CREATE INDEX audit_entry_by_actor ON audit_entry (tenant_id, generation, actor_id, idx);
CREATE INDEX audit_entry_by_workspace ON audit_entry (tenant_id, generation, workspace_id, idx)
  WHERE workspace_id IS NOT NULL;
CREATE INDEX audit_entry_by_subject ON audit_entry (tenant_id, generation, subject, idx) WHERE subject IS NOT NULL;
CREATE INDEX audit_entry_by_decision ON audit_entry (tenant_id, generation, decision, idx) WHERE decision <> 'allowed';

-- The first index at or after a time in microseconds, or the size: times never decrease in a log, and no row of one is
-- ever missing.
CREATE FUNCTION audit_index_at(of_tenant text, of_generation smallint, at_us bigint) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
  low bigint := 0;
  high bigint;
  middle bigint;
  found_us bigint;
BEGIN
  SELECT coalesce(max(idx) + 1, 0) INTO high FROM audit_entry
    WHERE tenant_id = of_tenant AND generation = of_generation;
  WHILE low < high LOOP
    middle := (low + high) / 2;
    SELECT time_us INTO STRICT found_us FROM audit_entry
      WHERE tenant_id = of_tenant AND generation = of_generation AND idx = middle;
    IF found_us < at_us THEN low := middle + 1; ELSE high := middle; END IF;
  END LOOP;
  RETURN low;
END $$;

-- The newest full check of each log by Monago itself; it is an entry of the log too, where the log could take one.
CREATE TABLE audit_selfcheck (
  tenant_id     text NOT NULL,
  generation    smallint NOT NULL,
  checked_at    timestamptz NOT NULL,
  size          bigint NOT NULL,
  root          bytea NOT NULL CHECK (octet_length(root) = 32),
  verdict       text NOT NULL CHECK (verdict IN ('verified', 'tampered', 'incomplete')),
  findings      integer NOT NULL CHECK (findings >= 0),
  first_finding text CHECK (length(first_finding) <= 500),
  PRIMARY KEY (tenant_id, generation),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);

ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_log_key', 'audit_selfcheck']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('CREATE POLICY read_all ON %I FOR SELECT TO monago_reader USING (true)', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON audit_log_key, audit_selfcheck TO monago_app;
GRANT SELECT ON audit_log_key, audit_selfcheck TO monago_reader;
