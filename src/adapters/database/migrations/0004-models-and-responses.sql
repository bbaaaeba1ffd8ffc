-- What a tenant decides about models, the key of its end users' pseudonyms, and who keeps which stored response.

-- The pseudonym key is no secret of anybody's account, but without it nobody can go back from a pseudonym to a person by
-- guessing. Every tenant has its own: 244 random bits, spread over 32 bytes.
ALTER TABLE tenant
  ADD COLUMN translation text NOT NULL DEFAULT 'strict' CHECK (translation IN ('strict', 'lenient')),
  ADD COLUMN pseudonym_key bytea NOT NULL
    DEFAULT sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    CHECK (octet_length(pseudonym_key) = 32);

-- The tenant's own names for models.
CREATE TABLE model_alias (
  tenant_id  text NOT NULL REFERENCES tenant,
  alias      text NOT NULL CHECK (alias ~ '^[]A-Za-z0-9._:[-]{1,128}$'),
  provider   text NOT NULL CHECK (provider IN ('openai', 'anthropic', 'bedrock')),
  model      text NOT NULL CHECK (length(model) BETWEEN 1 AND 2048),
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (tenant_id, alias)
);

-- Whose a response is that a provider stores. Its id opens it to everybody in the provider's organisation, so only the
-- hash of it is kept here. The credential can be the platform's own, which is of another tenant.
CREATE TABLE stored_response (
  tenant_id     text NOT NULL,
  workspace_id  text NOT NULL,
  response_hash bytea NOT NULL CHECK (octet_length(response_hash) = 32),
  credential_id text NOT NULL CHECK (credential_id ~ '^cred_[0-9a-f]{32}$'),
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, workspace_id, response_hash),
  FOREIGN KEY (tenant_id, workspace_id) REFERENCES workspace
);
CREATE INDEX stored_response_by_expiry ON stored_response (expires_at);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['model_alias', 'stored_response']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
    EXECUTE format('CREATE POLICY read_all ON %I FOR SELECT TO monago_reader USING (true)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE, DELETE ON model_alias, stored_response TO monago_app;
GRANT SELECT ON model_alias TO monago_reader;
-- Enough to find the tenants that have something to forget.
GRANT SELECT (tenant_id, expires_at) ON stored_response TO monago_reader;
