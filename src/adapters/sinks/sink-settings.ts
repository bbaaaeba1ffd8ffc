import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { exampleEnterprise, recordFormats } from '../../domain/audit/export/record-format.ts';

/** The file of sinks cannot be used; `problems` say where and why. */
export class SinkSettingsError extends Error {
  override readonly name = 'SinkSettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Entries name people by opaque ids only, but they tell who does what: they leave the machine over TLS. */
function isSafe(value: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const isPlain = url.protocol === 'http:' || url.protocol === 'tcp:';
  return (
    schemes.includes(url.protocol) &&
    (!isPlain || loopback.has(url.hostname)) &&
    url.username === '' &&
    url.password === ''
  );
}

function address(...schemes: readonly string[]) {
  const names = schemes.map((scheme) => `${scheme}//`).join(' or ');
  return z.string().refine((value) => isSafe(value, schemes), {
    error: `must begin with ${names}, without user and password; unprotected only on this machine`,
  });
}

const path = z.string().refine(isAbsolute, { error: 'must be an absolute path' });
const second = 1_000;

const file = z.strictObject({ path });
const http = z.strictObject({
  url: address('https:', 'http:'),
  headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), z.string().max(1_024)).default({}),
  /** A header whose value is a secret, read from a file. */
  authorization_file: path.optional(),
  ca_file: path.optional(),
});
const syslog = z.strictObject({
  address: address('tls:', 'tcp:'),
  ca_file: path.optional(),
  enterprise_number: z.int().positive().max(4_294_967_295).default(exampleEnterprise),
});
const s3 = z.strictObject({
  endpoint: address('https:', 'http:'),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  prefix: z
    .string()
    .regex(/^[A-Za-z0-9._/-]{0,200}$/)
    .default('monago'),
  region: z.string().regex(/^[a-z0-9-]{1,40}$/),
  access_key_id: z.string().min(1),
  secret_access_key_file: path,
  ca_file: path.optional(),
});

const sink = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes'),
    format: z.enum(recordFormats),
    from: z.enum(['beginning', 'now']).default('beginning'),
    /** Pause between two deliveries; a bucket wants few large objects. */
    every_seconds: z.number().min(0.1).max(3_600).optional(),
    batch: z.int().min(1).max(1_000).optional(),
    file: file.optional(),
    http: http.optional(),
    syslog: syslog.optional(),
    s3: s3.optional(),
  })
  .superRefine(({ format, ...given }, context) => {
    const places = [given.file, given.http, given.syslog, given.s3].filter((one) => one);
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (places.length !== 1) refuse('needs one of file, http, syslog and s3');
    if (given.syslog && format !== 'syslog' && format !== 'cef') {
      refuse('a syslog receiver takes the formats syslog and cef');
    }
    if (given.http && (format === 'syslog' || format === 'cef')) {
      refuse('http takes the formats jsonl, ocsf, cloudevents and otlp');
    }
  })
  .transform(({ every_seconds: every, batch, ...rest }) => ({
    ...rest,
    pauseMs: (every ?? (rest.s3 === undefined ? 1 : 60)) * second,
    batchMax: batch ?? (rest.s3 === undefined ? 200 : 1_000),
  }));

const document = z.strictObject({ sinks: z.array(sink).max(20) });

export type SinkSettings = z.infer<typeof sink>;

/**
 * Reads the operator's file of sinks (docs/guides/exports.md).
 * @throws SinkSettingsError
 */
export function readSinkSettings(file: string): readonly SinkSettings[] {
  const result = document.safeParse(read(file));
  if (!result.success) {
    throw new SinkSettingsError(
      result.error.issues.map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const names = result.data.sinks.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new SinkSettingsError([`${file}: two sinks are called ${twice}`]);
  return result.data.sinks;
}

function read(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof YAMLParseError ? error.message.split('\n')[0] : reasonOf(error);
    throw new SinkSettingsError([`${file}: ${reason}`]);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
}
