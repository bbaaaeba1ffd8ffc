-- People of a tenant beside its first administrator: they come by an invitation, and can be shut out again.

-- Null: they have never signed in, or not since this is kept.
ALTER TABLE user_account ADD COLUMN last_signed_in_at timestamptz;

-- Somebody who was invited, under the id that they will have. The link's token is nowhere; once they have joined, the
-- row only says who asked them in.
CREATE TABLE user_invitation (
  tenant_id   text NOT NULL REFERENCES tenant,
  user_id     text NOT NULL CHECK (user_id ~ '^usr_[0-9a-f]{32}$'),
  email       text NOT NULL CHECK (email = lower(email)),
  role        text NOT NULL CHECK (role IN ('admin', 'auditor')),
  token_hash  bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
  invited_by  text NOT NULL,
  invited_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  disabled_at timestamptz,
  used_at     timestamptz,
  PRIMARY KEY (tenant_id, user_id),
  -- Nobody but its operator lives in the platform's own tenant.
  CHECK (tenant_id <> 'ten_00000000000000000000000000000000')
);
CREATE UNIQUE INDEX user_invitation_one_open ON user_invitation (tenant_id, email) WHERE used_at IS NULL;

ALTER TABLE user_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_invitation FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON user_invitation TO monago_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
-- Whoever opens a link is in no tenant yet.
CREATE POLICY read_all ON user_invitation FOR SELECT TO monago_reader USING (true);

GRANT SELECT, INSERT, UPDATE ON user_invitation TO monago_app;
GRANT SELECT ON user_invitation TO monago_reader;
