-- Online rotation of the key-encryption key (docs/formats/envelope.md).

-- One key wraps, at most one waits to, and the others only open what they wrapped. Rows from before this migration are
-- `deactivated` until the next start makes the key that its settings put first the active one.
ALTER TABLE key_check
  ADD COLUMN state text NOT NULL DEFAULT 'deactivated' CHECK (state IN ('staged', 'active', 'deactivated')),
  ADD COLUMN activated_at timestamptz,
  ADD COLUMN verified_at timestamptz;
CREATE UNIQUE INDEX key_check_one_active ON key_check (state) WHERE state = 'active';
CREATE UNIQUE INDEX key_check_one_staged ON key_check (state) WHERE state = 'staged';

-- No secret is ever stored under a key that nobody remembers, and no key is forgotten that a secret needs: also not one
-- that is being stored at this very moment.
ALTER TABLE credential_version ADD CONSTRAINT credential_version_kek FOREIGN KEY (kek_ref) REFERENCES key_check;
ALTER TABLE token_signing_key ADD CONSTRAINT token_signing_key_kek FOREIGN KEY (kek_ref) REFERENCES key_check;
ALTER TABLE audit_log ADD CONSTRAINT audit_log_kek FOREIGN KEY (kek_ref) REFERENCES key_check;
CREATE INDEX credential_version_by_kek ON credential_version (kek_ref, tenant_id, credential_id, version);
CREATE INDEX audit_log_by_kek ON audit_log (kek_ref, tenant_id);

-- Keys that were retired. One of them is never staged again.
CREATE TABLE key_retired (
  kek_ref    text PRIMARY KEY,
  retired_at timestamptz NOT NULL
);

-- What each running node holds. One that has not said so for a while is gone.
CREATE TABLE key_holder (
  node        text PRIMARY KEY,
  wraps_under text NOT NULL,
  holds       text[] NOT NULL,
  seen_at     timestamptz NOT NULL
);

-- Every sealed secret with what it is bound to, so that re-wrapping and verifying forget none.
CREATE VIEW sealed_row WITH (security_invoker = true) AS
  SELECT 'audit_log' AS kind, tenant_id, origin AS item, 0 AS version, NULL AS provider, origin AS destination,
      kek_ref, wrapped_dek, nonce, ciphertext, tag
    FROM audit_log
  UNION ALL
  SELECT 'credential_version', v.tenant_id, v.credential_id, v.version, c.provider, v.destination,
      v.kek_ref, v.wrapped_dek, v.nonce, v.ciphertext, v.tag
    FROM credential_version v JOIN credential c USING (tenant_id, credential_id)
  UNION ALL
  SELECT 'token_signing_key', 'ten_00000000000000000000000000000000', kid, 0, NULL, kid,
      kek_ref, wrapped_dek, nonce, ciphertext, tag
    FROM token_signing_key;

GRANT SELECT, INSERT, UPDATE, DELETE ON key_check, key_holder TO monago_app;
GRANT SELECT, INSERT ON key_retired TO monago_app;
GRANT SELECT ON key_check, sealed_row TO monago_reader;
