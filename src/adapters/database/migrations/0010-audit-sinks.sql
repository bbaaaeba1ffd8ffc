-- Systems of the operator that every entry is sent to: which node is at it, and how far each has been given each log.

CREATE TABLE audit_sink (
  sink          text PRIMARY KEY CHECK (sink ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  -- One node delivers at a time. A second one would do no harm but send twice.
  holder        text NOT NULL,
  held_until    timestamptz NOT NULL,
  -- Whether it was decided where to begin in the logs there were; every later log begins at its beginning.
  has_begun     boolean NOT NULL DEFAULT false,
  failing_since timestamptz,
  problem       text CHECK (length(problem) <= 500)
);

CREATE TABLE audit_sink_cursor (
  tenant_id    text NOT NULL,
  generation   smallint NOT NULL,
  sink         text NOT NULL REFERENCES audit_sink,
  next_idx     bigint NOT NULL CHECK (next_idx >= 0),
  delivered_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, generation, sink),
  FOREIGN KEY (tenant_id, generation) REFERENCES audit_log
);

ALTER TABLE audit_sink_cursor ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_sink_cursor FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_sink_cursor TO monago_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
CREATE POLICY read_all ON audit_sink_cursor FOR SELECT TO monago_reader USING (true);

GRANT SELECT, INSERT, UPDATE ON audit_sink, audit_sink_cursor TO monago_app;
GRANT SELECT ON audit_sink, audit_sink_cursor TO monago_reader;
