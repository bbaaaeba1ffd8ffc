-- The foundation: tenants and people, credentials, tokens, and one transparency log per tenant.
--
-- Roles: monago_owner owns the tables and runs migrations; monago_app serves requests and is bound by row-level
-- security to the tenant of its transaction; monago_reader may read, across tenants, what the in-memory directory
-- is built from, and nothing else. Neither of the two is an owner, and every table with a tenant forces its policy
-- on the owner too.
--
-- `current_tenant()` is empty outside a tenant's transaction, so a forgotten context reads nothing.

CREATE FUNCTION current_tenant() RETURNS text LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('monago.tenant_id', true), '') $$;

-- One counter that every change to directory data moves; nodes poll it in case a notification was lost.
CREATE TABLE directory_epoch (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  value     bigint NOT NULL
);
INSERT INTO directory_epoch (value) VALUES (1);

CREATE TABLE setup_link (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

-- A known value under each key-encryption key: a wrong key is found at boot, not at the first request.
CREATE TABLE key_check (
  kek_ref    text PRIMARY KEY,
  kcv        bytea NOT NULL,
  created_at timestamptz NOT NULL
);

-- Keys that sign access tokens; the private half is sealed (docs/formats/envelope.md).
CREATE TABLE token_signing_key (
  kid         text PRIMARY KEY,
  public_key  bytea NOT NULL CHECK (octet_length(public_key) = 32),
  kek_ref     text NOT NULL,
  wrapped_dek bytea NOT NULL,
  nonce       bytea NOT NULL CHECK (octet_length(nonce) = 12),
  ciphertext  bytea NOT NULL,
  tag         bytea NOT NULL CHECK (octet_length(tag) = 16),
  created_at  timestamptz NOT NULL,
  retired_at  timestamptz
);

CREATE TABLE tenant (
  tenant_id           text PRIMARY KEY CHECK (tenant_id ~ '^ten_[0-9a-f]{32}$'),
  name                text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  credential_fallback text NOT NULL DEFAULT 'platform' CHECK (credential_fallback IN ('platform', 'never')),
  created_at          timestamptz NOT NULL
);

CREATE TABLE workspace (
  tenant_id    text NOT NULL REFERENCES tenant,
  workspace_id text NOT NULL CHECK (workspace_id ~ '^ws_[0-9a-f]{32}$'),
  slug         text NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  is_default   boolean NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, workspace_id),
  UNIQUE (tenant_id, slug)
);
CREATE UNIQUE INDEX workspace_one_default ON workspace (tenant_id) WHERE is_default;

CREATE TABLE user_account (
  tenant_id     text NOT NULL REFERENCES tenant,
  user_id       text NOT NULL CHECK (user_id ~ '^usr_[0-9a-f]{32}$'),
  email         text NOT NULL CHECK (email = lower(email)),
  name          text NOT NULL,
  role          text NOT NULL CHECK (role IN ('admin', 'auditor')),
  password_hash text NOT NULL,
  created_at    timestamptz NOT NULL,
  disabled_at   timestamptz,
  PRIMARY KEY (tenant_id, user_id),
  UNIQUE (email)
);

CREATE TABLE session (
  tenant_id    text NOT NULL,
  session_hash bytea NOT NULL PRIMARY KEY CHECK (octet_length(session_hash) = 32),
  user_id      text NOT NULL,
  created_at   timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  FOREIGN KEY (tenant_id, user_id) REFERENCES user_account
);

CREATE TABLE credential (
  tenant_id     text NOT NULL REFERENCES tenant,
  credential_id text NOT NULL CHECK (credential_id ~ '^cred_[0-9a-f]{32}$'),
  provider      text NOT NULL CHECK (provider IN ('openai', 'anthropic', 'bedrock')),
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  base_url      text,
  destination   text NOT NULL,
  last4         text NOT NULL CHECK (length(last4) = 4),
  status        text NOT NULL CHECK (status IN ('active', 'disabled', 'revoked')),
  version       integer NOT NULL CHECK (version > 0),
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  rotated_at    timestamptz,
  rotated_by    text,
  PRIMARY KEY (tenant_id, credential_id),
  -- A revoked credential keeps its name reserved: the audit log speaks of it by that name.
  UNIQUE (tenant_id, provider, name)
);

CREATE TABLE credential_version (
  tenant_id     text NOT NULL,
  credential_id text NOT NULL,
  version       integer NOT NULL,
  destination   text NOT NULL,
  kek_ref       text NOT NULL,
  wrapped_dek   bytea NOT NULL,
  nonce         bytea NOT NULL CHECK (octet_length(nonce) = 12),
  ciphertext    bytea NOT NULL,
  tag           bytea NOT NULL CHECK (octet_length(tag) = 16),
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, credential_id, version),
  FOREIGN KEY (tenant_id, credential_id) REFERENCES credential
);

-- Revocation is final whoever tries: no update may leave it.
CREATE FUNCTION keep_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'revoked' THEN
    RAISE EXCEPTION 'a revoked credential cannot change' USING ERRCODE = 'MG001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER credential_revoked_is_final BEFORE UPDATE ON credential
  FOR EACH ROW EXECUTE FUNCTION keep_revoked();

CREATE TABLE service_token (
  tenant_id    text NOT NULL REFERENCES tenant,
  token_id     text NOT NULL CHECK (token_id ~ '^tok_[0-9a-f]{32}$'),
  workspace_id text NOT NULL,
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  last4        text NOT NULL CHECK (length(last4) = 4),
  kid          text NOT NULL REFERENCES token_signing_key,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  expires_at   timestamptz NOT NULL,
  revoked_at   timestamptz,
  PRIMARY KEY (tenant_id, token_id),
  UNIQUE (tenant_id, name),
  FOREIGN KEY (tenant_id, workspace_id) REFERENCES workspace
);

-- One transparency log per tenant (docs/formats/audit.md).
CREATE TABLE audit_log (
  tenant_id   text PRIMARY KEY REFERENCES tenant,
  origin      text NOT NULL UNIQUE,
  state       text NOT NULL CHECK (state IN ('active', 'frozen')),
  public_key  bytea NOT NULL CHECK (octet_length(public_key) = 32),
  kek_ref     text NOT NULL,
  wrapped_dek bytea NOT NULL,
  nonce       bytea NOT NULL CHECK (octet_length(nonce) = 12),
  ciphertext  bytea NOT NULL,
  tag         bytea NOT NULL CHECK (octet_length(tag) = 16),
  created_at  timestamptz NOT NULL
);

-- The row that serialises writers: taken FOR UPDATE by each batch.
CREATE TABLE audit_head (
  tenant_id      text PRIMARY KEY REFERENCES audit_log,
  size           bigint NOT NULL CHECK (size >= 0),
  frontier       bytea NOT NULL,
  root           bytea NOT NULL CHECK (octet_length(root) = 32),
  prev_leaf_hash bytea NOT NULL CHECK (octet_length(prev_leaf_hash) = 32),
  last_time_us   bigint NOT NULL,
  class_counts   jsonb NOT NULL
);

CREATE TABLE audit_entry (
  tenant_id  text NOT NULL REFERENCES audit_log,
  idx        bigint NOT NULL CHECK (idx >= 0),
  entry_id   text NOT NULL CHECK (entry_id ~ '^aud_[0-9a-f]{32}$'),
  class      text NOT NULL CHECK (class IN ('ai', 'admin', 'auth', 'sys')),
  type       text NOT NULL,
  time_us    bigint NOT NULL,
  request_id text,
  actor_id   text NOT NULL,
  leaf       bytea NOT NULL,
  leaf_hash  bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
  -- A second, independent computation: it stops a flipped bit before it is signed for ever.
  CHECK (leaf_hash = sha256('\x00'::bytea || leaf)),
  PRIMARY KEY (tenant_id, idx),
  UNIQUE (tenant_id, entry_id)
);
CREATE INDEX audit_entry_by_type ON audit_entry (tenant_id, type, idx);
CREATE INDEX audit_entry_by_request ON audit_entry (tenant_id, request_id) WHERE request_id IS NOT NULL;

-- Full tiles only (tlog-tiles): 256 hashes of one level. Partial tiles are computed.
CREATE TABLE audit_tile (
  tenant_id text NOT NULL REFERENCES audit_log,
  level     smallint NOT NULL CHECK (level >= 0),
  n         bigint NOT NULL CHECK (n >= 0),
  hashes    bytea NOT NULL CHECK (octet_length(hashes) = 8192),
  root      bytea NOT NULL CHECK (octet_length(root) = 32),
  PRIMARY KEY (tenant_id, level, n)
);

CREATE TABLE audit_checkpoint (
  tenant_id text NOT NULL REFERENCES audit_log,
  size      bigint NOT NULL,
  note      text NOT NULL,
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, size)
);

-- Salts of the commitments in a leaf. Destroying a salt makes its commitment meaningless; the leaf stays.
CREATE TABLE audit_payload (
  tenant_id text NOT NULL REFERENCES audit_log,
  entry_id  text NOT NULL,
  salt      bytea NOT NULL CHECK (octet_length(salt) = 32),
  PRIMARY KEY (tenant_id, entry_id)
);

-- Intents whose outcome is not yet in the log.
CREATE TABLE audit_open_intent (
  tenant_id text NOT NULL REFERENCES audit_log,
  entry_id  text NOT NULL,
  node      text NOT NULL,
  opened_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, entry_id)
);

-- The log only grows, also for the application's own bugs.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'MG002';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_tile_append_only BEFORE UPDATE OR DELETE ON audit_tile
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_tile_no_truncate BEFORE TRUNCATE ON audit_tile
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Row-level security: the second lock behind the tenant-scoped repositories.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenant', 'workspace', 'user_account', 'session', 'credential', 'credential_version',
    'service_token', 'audit_log', 'audit_head', 'audit_entry', 'audit_tile', 'audit_checkpoint', 'audit_payload',
    'audit_open_intent']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['tenant', 'workspace', 'user_account', 'session', 'credential', 'credential_version',
    'service_token', 'audit_log', 'audit_head', 'audit_open_intent']
  LOOP
    EXECUTE format('CREATE POLICY read_all ON %I FOR SELECT TO monago_reader USING (true)', t);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO monago_app, monago_reader;
GRANT SELECT, INSERT, UPDATE ON directory_epoch, setup_link, key_check, token_signing_key TO monago_app;
GRANT SELECT, INSERT, UPDATE ON tenant, workspace, user_account, credential TO monago_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON session, credential_version TO monago_app;
GRANT SELECT, INSERT, UPDATE ON service_token, audit_log, audit_head TO monago_app;
GRANT SELECT, INSERT ON audit_entry, audit_tile, audit_checkpoint TO monago_app;
GRANT SELECT, INSERT, DELETE ON audit_payload, audit_open_intent TO monago_app;
GRANT SELECT ON directory_epoch, tenant, workspace, user_account, session, credential, credential_version,
  service_token, token_signing_key, audit_log, audit_head, audit_open_intent TO monago_reader;
