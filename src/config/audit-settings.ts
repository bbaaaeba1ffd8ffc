import { z } from 'zod';

/** What watches the audit log and what it is sent to. */
export const auditSettings = {
  MONAGO_AUDIT_SINKS_FILE: z
    .string()
    .optional()
    .describe(
      'YAML file of the systems that every audit entry is sent to: files, collectors, syslog, buckets (docs/guides/exports.md).',
    ),
};
