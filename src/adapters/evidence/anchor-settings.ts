import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

/** The file of anchors or witnesses cannot be used; `problems` say where and why. */
export class EvidenceSettingsError extends Error {
  override readonly name = 'EvidenceSettingsError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('; '));
    this.problems = problems;
  }
}

const unitsMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhd]$/, 'a number and m, h or d')
  .transform((text) => Number(text.slice(0, -1)) * unitOf(text.slice(-1)));

function unitOf(letter: string): number {
  return letter === 'm' ? unitsMs.m : letter === 'h' ? unitsMs.h : unitsMs.d;
}

const path = z.string().refine(isAbsolute, { error: 'must be an absolute path' });
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes');
const url = z.url({ protocol: /^https?$/ }).refine(
  (value) => {
    const { username, password, hash } = new URL(value);
    return username === '' && password === '' && hash === '';
  },
  { error: 'without user, password and fragment' },
);
// What a URL and the signature under it spell alike.
const keyPrefix = z.string().regex(/^(?:[A-Za-z0-9._-]+\/)*$/, 'folders that end with a slash');

const common = { name, every: duration.default(unitsMs.h) };

const anchor = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('rfc3161'),
    url,
    authorities_file: path,
    ca_file: path.optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('s3'),
    endpoint: url,
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    prefix: keyPrefix.default(''),
    region: z.string().regex(/^[a-z0-9-]{1,40}$/),
    access_key_id: z.string().min(1),
    secret_access_key_file: path,
    retain: duration,
    ca_file: path.optional(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('git'),
    folder: path,
    remote: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/)
      .optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('file'), folder: path }),
  z.strictObject({
    ...common,
    kind: z.literal('webhook'),
    url,
    secret_file: path,
    ca_file: path.optional(),
  }),
]);

export type AnchorSettings = z.infer<typeof anchor>;
export type AnchorSettingsOf<Kind extends AnchorSettings['kind']> = Extract<
  AnchorSettings,
  { readonly kind: Kind }
>;

const document = z.strictObject({ anchors: z.array(anchor).max(20) });

/** Reads the operator's file of anchors (docs/guides/witness.md). @throws EvidenceSettingsError */
export function readAnchorSettings(file: string): readonly AnchorSettings[] {
  const result = document.safeParse(parsed(file));
  if (!result.success) {
    const { issues } = result.error;
    throw new EvidenceSettingsError(
      issues.map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const names = result.data.anchors.map((one) => one.name);
  const twice = names.find((one, at) => names.indexOf(one) !== at);
  if (twice !== undefined)
    throw new EvidenceSettingsError([`${file}: two anchors are called ${twice}`]);
  return result.data.anchors;
}

/** A file that the settings name. @throws EvidenceSettingsError */
export function readNamedFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
    throw new EvidenceSettingsError([`${file}: ${reason}`]);
  }
}

function parsed(file: string): unknown {
  try {
    return parse(readNamedFile(file).toString('utf8'));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new EvidenceSettingsError([`${file}: ${error.message.split('\n')[0] ?? ''}`]);
  }
}
