import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { auditSettings } from './config/audit-settings.ts';
import { commaSeparated, kmsSettings, secretKmsSettings } from './config/kms-settings.ts';

const bytes = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const milliseconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const flag = z
  .enum(['true', 'false', '1', '0'])
  .default('false')
  .transform((text) => text === 'true' || text === '1');
const list = z.string().default('').transform(commaSeparated);

/** Every setting there is: name, meaning, default. `docs/reference/settings.md` is generated from it. */
export const settings = {
  MONAGO_MODE: z
    .enum(['onprem', 'cloud'])
    .default('onprem')
    .describe(
      'Deployment mode. `cloud` enables super_admin and the platform fallback key, and ignores the egress allow-list.',
    ),
  MONAGO_ROLE: z
    .enum(['all', 'gateway', 'control'])
    .default('all')
    .describe('Which planes this process serves.'),
  MONAGO_HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  MONAGO_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .default(8080)
    .describe('Port to listen on; 0 picks a free one.'),
  MONAGO_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address that browsers and clients use, where a proxy stands in front.'),
  MONAGO_TLS_CERT_FILE: z
    .string()
    .optional()
    .describe('PEM certificate chain; with MONAGO_TLS_KEY_FILE Monago serves HTTPS itself.'),
  MONAGO_TLS_KEY_FILE: z.string().optional().describe('PEM private key of the certificate.'),
  MONAGO_INSECURE_HTTP: flag.describe(
    'Allow plain HTTP off loopback. Shows a red banner and gives up the `__Host-` cookie prefix.',
  ),
  MONAGO_DATA_DIR: z
    .string()
    .default('.monago')
    .describe(
      'Where the embedded PostgreSQL, the local key-encryption key and pinned audit policies live.',
    ),
  MONAGO_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must start with postgres://')
    .optional()
    .describe(
      'PostgreSQL 15 or newer. Unset: an embedded PostgreSQL in the data directory. `DATABASE_URL` works too.',
    ),
  MONAGO_KEK_FILE: z
    .string()
    .optional()
    .describe(
      'Keyring file of the local key-encryption key, mode 0400. Default: `keyring` in the data directory, created at first start.',
    ),
  ...kmsSettings,
  MONAGO_NODE: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/)
    .default(
      hostname()
        .replace(/[^A-Za-z0-9._-]/g, '-')
        .slice(0, 64) || 'node',
    )
    .describe('Name of this node in audit entries.'),
  MONAGO_AUDIT_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]{1,100}$/)
    .default('audit.monago.internal')
    .describe('First part of the origin (name) of every audit log created here.'),
  ...auditSettings,
  MONAGO_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe level that is logged.'),
  MONAGO_BODY_BYTES_MAX: bytes(10 * 1024 * 1024).describe(
    'Largest request body the gateway accepts, in bytes.',
  ),
  MONAGO_HEADER_BYTES_MAX: bytes(16 * 1024).describe('Largest request head, in bytes.'),
  MONAGO_BODY_TIMEOUT_MS: milliseconds(30_000).describe(
    'How long a client may take to send its body.',
  ),
  MONAGO_IN_FLIGHT_MAX: z.coerce
    .number()
    .int()
    .positive()
    .default(512)
    .describe('Requests in flight at once; more are answered 503 `overloaded`.'),
  MONAGO_UPSTREAM_CONNECT_TIMEOUT_MS: milliseconds(5_000).describe(
    'Time to connect to a provider.',
  ),
  MONAGO_UPSTREAM_HEAD_TIMEOUT_MS: milliseconds(600_000).describe(
    'Time until the provider begins to answer.',
  ),
  MONAGO_UPSTREAM_IDLE_TIMEOUT_MS: milliseconds(300_000).describe(
    'Longest silence within an answer.',
  ),
  MONAGO_UPSTREAM_TOTAL_TIMEOUT_MS: milliseconds(3_600_000).describe('Longest answer altogether.'),
  MONAGO_HEARTBEAT_MS: milliseconds(15_000).describe(
    'How long a stream may be silent before the client is told that it lives.',
  ),
  MONAGO_SLOW_CLIENT_TIMEOUT_MS: milliseconds(60_000).describe(
    'How long a client may leave an answer unread before it counts as gone.',
  ),
  MONAGO_IDR_PER_USD: z.coerce
    .number()
    .positive()
    .max(1_000_000)
    .optional()
    .describe(
      'Rupiah for a US dollar, for the header X-Monago-Cost-Idr; without it there is none.',
    ),
  MONAGO_EGRESS_ALLOW: list.describe(
    'Comma-separated internal destinations that base URLs may name, as host:port or CIDR:port. Ignored in cloud mode.',
  ),
  MONAGO_EXTRA_ENDPOINTS: list.describe(
    'Comma-separated gateway endpoints that are off by default because their content is audited but not inspected, e.g. /v1/images/generations.',
  ),
  MONAGO_DECISION_RECORD_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3650)
    .default(30)
    .describe(
      'For how many days decisions of policies are kept for backtests, with what they were made from but no text.',
    ),
  MONAGO_DATABASE_POOL_MAX: z.coerce
    .number()
    .int()
    .min(2)
    .default(10)
    .describe('Connections of each database pool.'),
} as const satisfies Record<string, z.ZodType>;

/** Settings that are never printed. */
export const secretSettings: ReadonlySet<string> = new Set([
  'MONAGO_DATABASE_URL',
  ...secretKmsSettings,
]);

const schema = z.object(settings);
export type Config = Readonly<z.infer<typeof schema>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** The one place that reads the environment of the process. */
export function processEnvironment(): Environment {
  return process.env;
}

/**
 * Reads every setting once. Any setting also works as `NAME_FILE`, which names a file that holds the value: secrets
 * need not be in the environment. All problems are reported together.
 */
export function readConfig(environment: Environment): ConfigResult {
  const { values, problems } = collect(environment);
  problems.push(...unknownNames(environment));
  const parsed = schema.safeParse(values);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    return { ok: false, problems: [...problems, ...wrong] };
  }
  problems.push(...contradictions(parsed.data));
  if (problems.length > 0) return { ok: false, problems };
  const config = { ...parsed.data, MONAGO_DATA_DIR: resolve(parsed.data.MONAGO_DATA_DIR) };
  return { ok: true, config: Object.freeze(config) };
}

function collect(environment: Environment): {
  values: Record<string, string>;
  problems: string[];
} {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of Object.keys(settings)) {
    try {
      const value = settingFrom(environment, name);
      if (value !== undefined && value !== '') values[name] = value;
    } catch (error) {
      problems.push(`${name}_FILE: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { values, problems };
}

function settingFrom(environment: Environment, name: string): string | undefined {
  const file = name.endsWith('_FILE') ? undefined : environment[`${name}_FILE`];
  if (file !== undefined) return readFileSync(file, 'utf8').trim();
  const alias = name === 'MONAGO_DATABASE_URL' ? environment['DATABASE_URL'] : undefined;
  return environment[name] ?? alias;
}

// A misspelt setting would otherwise be ignored in silence, and the default used.
function unknownNames(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => name.startsWith('MONAGO_') && !isKnown(name))
    .map((name) => `${name}: there is no such setting`);
}

function isKnown(name: string): boolean {
  return name in settings || (name.endsWith('_FILE') && name.slice(0, -'_FILE'.length) in settings);
}

const loopbackHosts = new Set(['127.0.0.1', '::1', 'localhost']);

export function isLoopback(host: string): boolean {
  return loopbackHosts.has(host);
}

function contradictions(config: z.infer<typeof schema>): string[] {
  const found: string[] = [];
  const hasCertificate = config.MONAGO_TLS_CERT_FILE !== undefined;
  if (hasCertificate !== (config.MONAGO_TLS_KEY_FILE !== undefined)) {
    found.push('MONAGO_TLS_CERT_FILE and MONAGO_TLS_KEY_FILE go together');
  }
  const isProtected = hasCertificate || config.MONAGO_PUBLIC_URL?.startsWith('https://') === true;
  if (!isLoopback(config.MONAGO_HOST) && !isProtected && !config.MONAGO_INSECURE_HTTP) {
    found.push(
      `MONAGO_HOST=${config.MONAGO_HOST} is reachable from elsewhere: set MONAGO_TLS_CERT_FILE and MONAGO_TLS_KEY_FILE, or MONAGO_PUBLIC_URL=https://… behind a proxy, or MONAGO_INSECURE_HTTP=true`,
    );
  }
  return found;
}
