-- What others say of a tenant's log: witnesses that cosigned its checkpoints, and places that keep them where Monago
-- cannot take them back. Lines and receipts are evidence and stay as they came; the rest is how far each has got.

-- A witness is named by its key: name, plus sign, key id.
CREATE TABLE audit_cosignature (
  tenant_id  text NOT NULL,
  generation smallint NOT NULL,
  size       bigint NOT NULL,
  name       text NOT NULL CHECK (length(name) <= 270),
  -- The signature line of the note, its line feed included.
  line       text NOT NULL CHECK (line ~ E'^\u2014 [^\n]+\n$' AND length(line) <= 1000),
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, generation, size, name),
  FOREIGN KEY (tenant_id, generation, size) REFERENCES audit_checkpoint
);

CREATE TABLE audit_witness (
  tenant_id     text NOT NULL,
  generation    smallint NOT NULL,
  name          text NOT NULL,
  -- Largest tree of the log that the witness has cosigned.
  size          bigint NOT NULL CHECK (size >= 0),
  cosigned_at   timestamptz,
  attempted_at  timestamptz NOT NULL,
  failing_since timestamptz,
  -- Status of the last refusal; null where there was no answer.
  status        smallint,
  problem       text CHECK (length(problem) <= 500),
  PRIMARY KEY (tenant_id, generation, name),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);

-- An anchor is named in the operator's file.
CREATE TABLE audit_anchor (
  tenant_id  text NOT NULL,
  generation smallint NOT NULL,
  size       bigint NOT NULL CHECK (size > 0),
  name       text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind       text NOT NULL CHECK (kind IN ('rfc3161', 's3', 'git', 'file', 'webhook')),
  ref        text NOT NULL CHECK (length(ref) <= 1024),
  -- What the other side gave in return, where that proves something on its own.
  receipt    bytea,
  at         timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, generation, size, name),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);

CREATE TABLE audit_anchor_state (
  tenant_id     text NOT NULL,
  generation    smallint NOT NULL,
  name          text NOT NULL,
  size          bigint NOT NULL CHECK (size >= 0),
  anchored_at   timestamptz,
  next_at       timestamptz NOT NULL,
  failures      integer NOT NULL CHECK (failures >= 0),
  failing_since timestamptz,
  problem       text CHECK (length(problem) <= 500),
  PRIMARY KEY (tenant_id, generation, name),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);

-- Hash of each part of the operator's settings that the log was last told of.
CREATE TABLE audit_configuration (
  tenant_id text NOT NULL REFERENCES tenant,
  part      text NOT NULL CHECK (part IN ('witnesses', 'anchors', 'sinks')),
  hash      text NOT NULL,
  PRIMARY KEY (tenant_id, part)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_cosignature', 'audit_witness', 'audit_anchor', 'audit_anchor_state', 'audit_configuration']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['audit_witness', 'audit_anchor_state', 'audit_configuration']
  LOOP
    EXECUTE format('CREATE POLICY read_all ON %I FOR SELECT TO monago_reader USING (true)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['audit_cosignature', 'audit_anchor']
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I
      FOR EACH ROW EXECUTE FUNCTION refuse_change()', t || '_append_only', t);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t || '_no_truncate', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON audit_cosignature, audit_anchor TO monago_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON audit_witness, audit_anchor_state, audit_configuration TO monago_app;
GRANT SELECT ON audit_witness, audit_anchor_state, audit_configuration TO monago_reader;
