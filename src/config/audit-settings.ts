import { z } from 'zod';

/** What watches the audit log and what it is sent to. */
export const auditSettings = {
  MONAGO_AUDIT_HEARTBEAT_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(1440)
    .default(10)
    .describe('Minutes without an entry after which a log gets one that says so. 0: never.'),
  MONAGO_AUDIT_SELFCHECK_HOURS: z.coerce
    .number()
    .int()
    .min(0)
    .max(8760)
    .default(24)
    .describe('Hours between two checks of a whole log by Monago itself. 0: never.'),
  MONAGO_AUDIT_CONTENT_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1024)
    .max(1_048_576)
    .default(262_144)
    .describe(
      'How many bytes of a request, and of an answer, are kept where policies say `log: full` or `redacted`. Of what is longer the beginning is kept, marked as such.',
    ),
  MONAGO_AUDIT_POLICY_FILE: z
    .string()
    .optional()
    .describe(
      'Policy file (c2sp.org/tlog-policy) with the witnesses that checkpoints are shown to, without log lines (docs/guides/witness.md).',
    ),
  MONAGO_AUDIT_CA_FILE: z
    .string()
    .optional()
    .describe('PEM certificates to trust for the witnesses instead of those of the system.'),
  MONAGO_AUDIT_ANCHORS_FILE: z
    .string()
    .optional()
    .describe(
      'YAML file of the places that checkpoints are put to stay: time stamps, buckets, git, folders, webhooks (docs/guides/witness.md).',
    ),
  MONAGO_AUDIT_SINKS_FILE: z
    .string()
    .optional()
    .describe(
      'YAML file of the systems that every audit entry is sent to: files, collectors, syslog, buckets (docs/guides/exports.md).',
    ),
};
