-- Credentials of three providers with the truth about their use, the platform's own keys, and tenants that an operator
-- opens (cloud mode).

-- Bedrock's keys belong to a region; it is part of the destination that the key is bound to.
ALTER TABLE credential
  ADD COLUMN region text CHECK (region ~ '^[a-z]{2}(-[a-z]+)+-\d$'),
  ADD COLUMN validation text NOT NULL DEFAULT 'valid' CHECK (validation IN ('valid', 'valid_limited')),
  ADD CONSTRAINT credential_region_of_bedrock CHECK ((provider = 'bedrock') = (region IS NOT NULL));

-- Revocation is final also against deleting the row and writing it anew: the log speaks of it by id and name.
CREATE FUNCTION keep_revoked_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' OR OLD.status = 'revoked' THEN
    RAISE EXCEPTION 'a revoked credential cannot be removed' USING ERRCODE = 'MG001';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER credential_revoked_stays BEFORE DELETE ON credential
  FOR EACH ROW EXECUTE FUNCTION keep_revoked_row();
CREATE TRIGGER credential_no_truncate BEFORE TRUNCATE ON credential
  FOR EACH STATEMENT EXECUTE FUNCTION keep_revoked_row();

-- Whoever revokes destroys the wrapped data key and the ciphertext with the same statement.
CREATE FUNCTION destroy_revoked_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM credential_version WHERE tenant_id = NEW.tenant_id AND credential_id = NEW.credential_id;
  RETURN NULL;
END $$;
CREATE TRIGGER credential_revoked_has_no_key AFTER UPDATE ON credential
  FOR EACH ROW WHEN (NEW.status = 'revoked') EXECUTE FUNCTION destroy_revoked_key();

-- And no key comes back. The lock makes this wait for a revocation that is not yet committed.
CREATE FUNCTION refuse_key_of_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM credential
    WHERE tenant_id = NEW.tenant_id AND credential_id = NEW.credential_id AND status <> 'revoked'
    FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a revoked credential cannot have a key' USING ERRCODE = 'MG001';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER credential_version_of_live BEFORE INSERT OR UPDATE OF tenant_id, credential_id ON credential_version
  FOR EACH ROW EXECUTE FUNCTION refuse_key_of_revoked();

-- What gateway nodes have seen, in batches of about a second. `tenant_id` is whose request it was: a credential that is
-- not the tenant's own is the platform's fallback.
CREATE TABLE credential_usage (
  tenant_id     text NOT NULL REFERENCES tenant,
  credential_id text NOT NULL CHECK (credential_id ~ '^cred_[0-9a-f]{32}$'),
  is_own        boolean NOT NULL,
  last_used_at  timestamptz NOT NULL,
  fault_at      timestamptz,
  fault_code    text,
  fault_status  integer,
  fault_version integer,
  PRIMARY KEY (tenant_id, credential_id)
);

-- Requests in flight by version of a key. A count that its node has not confirmed for a while is that of a dead node.
CREATE TABLE credential_in_use (
  tenant_id     text NOT NULL,
  credential_id text NOT NULL,
  version       integer NOT NULL CHECK (version > 0),
  node          text NOT NULL,
  in_flight     integer NOT NULL CHECK (in_flight > 0),
  reported_at   timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, credential_id, version, node),
  FOREIGN KEY (tenant_id, credential_id) REFERENCES credential
);

-- A tenant that the operator has opened waits here for its first administrator.
CREATE TABLE tenant_invitation (
  tenant_id  text NOT NULL REFERENCES tenant,
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

-- The platform's operator lives in the platform's own tenant, where no tenant's data is, and nobody else does.
ALTER TABLE user_account
  DROP CONSTRAINT user_account_role_check,
  ADD CONSTRAINT user_account_role_check CHECK (role IN ('admin', 'auditor', 'super_admin')),
  ADD CONSTRAINT user_account_operator_of_platform
    CHECK ((role = 'super_admin') = (tenant_id = 'ten_00000000000000000000000000000000'));

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['credential_usage', 'credential_in_use', 'tenant_invitation']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
  END LOOP;
END $$;
-- Whoever opens an invitation's link is in no tenant yet.
CREATE POLICY read_all ON tenant_invitation FOR SELECT TO monago_reader USING (true);

GRANT SELECT, INSERT, UPDATE ON credential_usage, tenant_invitation TO monago_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON credential_in_use TO monago_app;
GRANT SELECT ON tenant_invitation TO monago_reader;
