-- API keys that read the log instead of calling models, and what publishing the last checkpoint of a closed log looks up.

-- What a key opens: one of the two, so that whoever finds it has no more than its owner meant.
ALTER TABLE service_token ADD COLUMN scope text NOT NULL DEFAULT 'inference'
  CHECK (scope IN ('inference', 'audit.read'));

-- Sizes alone: which closed logs have a checkpoint that not all have seen. The notes are read as the tenant's.
CREATE POLICY read_all ON audit_checkpoint FOR SELECT TO monago_reader USING (true);
GRANT SELECT (tenant_id, generation, size) ON audit_checkpoint TO monago_reader;
