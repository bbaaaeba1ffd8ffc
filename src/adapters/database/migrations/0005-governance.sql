-- Policies and their versions, held requests, how texts are inspected, and the decisions that backtests repeat.

CREATE TABLE policy (
  tenant_id   text NOT NULL REFERENCES tenant,
  policy_id   text NOT NULL CHECK (policy_id ~ '^pol_[0-9a-f]{32}$'),
  name        text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'),
  scope       text NOT NULL CHECK (scope = 'tenant' OR scope ~ '^workspace:[a-z0-9-]{1,63}$'),
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (tenant_id, policy_id),
  -- An archived policy keeps its name: decisions and the audit log speak of it by that name.
  UNIQUE (tenant_id, name)
);

-- What a version says never changes, or a decision could not be told from its version any more.
CREATE TABLE policy_version (
  tenant_id  text NOT NULL,
  policy_id  text NOT NULL,
  number     integer NOT NULL CHECK (number > 0),
  hash       text NOT NULL CHECK (hash ~ '^sha256:[0-9a-f]{64}$'),
  document   text NOT NULL CHECK (length(document) BETWEEN 1 AND 262144),
  mode       text NOT NULL CHECK (mode IN ('enforce', 'monitor', 'off')),
  priority   integer NOT NULL CHECK (priority BETWEEN 0 AND 100),
  note       text NOT NULL CHECK (length(note) <= 500),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  PRIMARY KEY (tenant_id, policy_id, number),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES policy
);

-- The newest row of a policy says which version is in force; one without a number: none is.
CREATE TABLE policy_activation (
  tenant_id     text NOT NULL,
  activation_id bigint GENERATED ALWAYS AS IDENTITY,
  policy_id     text NOT NULL,
  number        integer,
  activated_at  timestamptz NOT NULL,
  activated_by  text NOT NULL,
  reason        text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
  report        jsonb,
  PRIMARY KEY (tenant_id, policy_id, activation_id),
  FOREIGN KEY (tenant_id, policy_id) REFERENCES policy,
  FOREIGN KEY (tenant_id, policy_id, number) REFERENCES policy_version
);

CREATE TRIGGER policy_version_immutable BEFORE UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_version_no_truncate BEFORE TRUNCATE ON policy_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_activation_append_only BEFORE UPDATE OR DELETE ON policy_activation
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_activation_no_truncate BEFORE TRUNCATE ON policy_activation
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A tenant without a row has the defaults.
CREATE TABLE governance_setting (
  tenant_id  text PRIMARY KEY REFERENCES tenant,
  inspection jsonb NOT NULL,
  time_zone  text NOT NULL,
  lists      jsonb NOT NULL,
  calendars  jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL
);

-- A request that policy holds for a person. Neither its text nor any of what was found in it is here, unless the tenant
-- shows whoever decides the text; that is gone as soon as somebody has decided.
CREATE TABLE approval (
  tenant_id     text NOT NULL,
  approval_id   text NOT NULL CHECK (approval_id ~ '^apr_[0-9a-f]{32}$'),
  workspace_id  text NOT NULL,
  token_id      text NOT NULL,
  held_audit_id text NOT NULL CHECK (held_audit_id ~ '^aud_[0-9a-f]{32}$'),
  policies      text[] NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('require_approval', 'require_hitl')),
  approvers     text[] NOT NULL,
  request_hash  bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  provider      text NOT NULL CHECK (provider IN ('openai', 'anthropic', 'bedrock')),
  model         text NOT NULL,
  api           text NOT NULL,
  findings      jsonb NOT NULL,
  risk          jsonb NOT NULL,
  content       text,
  status        text NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'used')),
  created_at    timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  decided_at    timestamptz,
  decided_by    text,
  reason        text CHECK (length(reason) <= 500),
  used_at       timestamptz,
  PRIMARY KEY (tenant_id, approval_id),
  FOREIGN KEY (tenant_id, workspace_id) REFERENCES workspace,
  FOREIGN KEY (tenant_id, token_id) REFERENCES service_token,
  CHECK (content IS NULL OR status = 'pending'),
  CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
  CHECK ((used_at IS NOT NULL) = (status = 'used'))
);
CREATE INDEX approval_by_status ON approval (tenant_id, status, approval_id);
CREATE INDEX approval_by_expiry ON approval (expires_at) WHERE status IN ('pending', 'approved');

-- What was decided is final, whoever tries: an approval is decided once and used once.
CREATE FUNCTION keep_approval() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.status, NEW.status) NOT IN (('pending', 'approved'), ('pending', 'rejected'), ('pending', 'expired'),
      ('approved', 'used'), ('approved', 'expired'))
    OR (OLD.request_hash, OLD.token_id, OLD.held_audit_id) IS DISTINCT FROM
       (NEW.request_hash, NEW.token_id, NEW.held_audit_id)
    OR (OLD.decided_by IS NOT NULL AND (OLD.decided_by, OLD.reason) IS DISTINCT FROM (NEW.decided_by, NEW.reason))
  THEN
    RAISE EXCEPTION 'an approval cannot change like that' USING ERRCODE = 'MG003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER approval_goes_one_way BEFORE UPDATE ON approval
  FOR EACH ROW EXECUTE FUNCTION keep_approval();

-- Decisions with what they were made from: numbers, names and types, never a text of a prompt or an answer.
CREATE TABLE decision_record (
  tenant_id    text NOT NULL REFERENCES tenant,
  record_id    bigint GENERATED ALWAYS AS IDENTITY,
  audit_id     text NOT NULL CHECK (audit_id ~ '^aud_[0-9a-f]{32}$'),
  at           timestamptz NOT NULL,
  workspace_id text NOT NULL,
  phase        text NOT NULL CHECK (phase IN ('request', 'response', 'stream')),
  input        jsonb NOT NULL,
  verdict      text NOT NULL,
  would_be     text NOT NULL,
  decided_by   text[] NOT NULL,
  matched      text[] NOT NULL,
  shadow       text[] NOT NULL,
  code         text,
  eval_us      integer NOT NULL
);
CREATE INDEX decision_record_by_time ON decision_record (tenant_id, at DESC, record_id DESC);
CREATE INDEX decision_record_by_entry ON decision_record (tenant_id, audit_id);

CREATE TABLE policy_hit (
  tenant_id   text NOT NULL REFERENCES tenant,
  policy_name text NOT NULL,
  hour        timestamptz NOT NULL,
  hits        bigint NOT NULL,
  would_deny  bigint NOT NULL,
  PRIMARY KEY (tenant_id, policy_name, hour)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['policy', 'policy_version', 'policy_activation', 'governance_setting', 'approval',
    'decision_record', 'policy_hit']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO monago_app
      USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant())', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['policy', 'policy_version', 'policy_activation', 'governance_setting', 'approval',
    'decision_record']
  LOOP
    EXECUTE format('CREATE POLICY read_all ON %I FOR SELECT TO monago_reader USING (true)', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT ON policy_version, policy_activation TO monago_app;
GRANT SELECT, INSERT, UPDATE ON policy, governance_setting, approval TO monago_app;
GRANT SELECT, INSERT, DELETE ON decision_record TO monago_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON policy_hit TO monago_app;
GRANT SELECT ON policy, policy_version, policy_activation, governance_setting TO monago_reader;
-- Enough to find what is over, and the tenants that have something to forget.
GRANT SELECT (tenant_id, approval_id, status, expires_at) ON approval TO monago_reader;
GRANT SELECT (tenant_id, at) ON decision_record TO monago_reader;
