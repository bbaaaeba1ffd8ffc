import { z } from 'zod';
import { recogniserChecksums, tokenFormats } from '../domain/inspection/inspection-settings.ts';
import { isTimeZone } from '../domain/policy/calendar/wall-clock.ts';
import type { Endpoint } from './endpoint.ts';
import { policyProblemSchema } from './policy-schemas.ts';
import { visibleWords, wholeText, withoutKey } from './text.ts';

const termsMax = 1_000;
const listsMax = 50;
const recognisersMax = 50;
const patternLengthMax = 512;
const bodyBytesMax = 1024 * 1024;

const term = visibleWords('Enter a term.', 200);
const terms = z.array(term).max(termsMax, `At most ${termsMax} terms.`);
const typeName = z
  .string()
  .regex(
    /^[A-Z][A-Z0-9_]{2,62}$/,
    'Use 3 to 63 capital letters, digits and underscores, beginning with a letter.',
  )
  .refine(...withoutKey);

const recogniserSchema = z.object({
  name: typeName,
  /** RE2 syntax. */
  pattern: z
    .string()
    .min(1, 'Enter a pattern.')
    .max(patternLengthMax, `Use at most ${patternLengthMax} characters.`)
    .refine(...wholeText)
    .refine(...withoutKey),
  /** Words that make a match more likely. */
  context: z.array(term).max(50, 'At most 50 words.').default([]),
  /** How sure a match without context is. */
  score: z.int().min(1).max(100),
  checksum: z.enum(recogniserChecksums).nullable().default(null),
});

export const inspectionSchema = z.object({
  /** Whether names of people, places and organisations are looked for. */
  names: z.boolean(),
  token_format: z.enum(tokenFormats),
  /** Never reported. */
  allow: terms,
  /** Always reported, by the name of their list. */
  deny: z.array(z.object({ name: typeName, terms })).max(listsMax, `At most ${listsMax} lists.`),
  recognisers: z.array(recogniserSchema).max(recognisersMax, `At most ${recognisersMax} patterns.`),
  /** IANA time zone, which `time` in policies goes by. */
  time_zone: z
    .string()
    .max(64)
    .regex(/^[A-Za-z]/, 'Enter a time zone such as Asia/Jakarta.')
    .refine(isTimeZone, 'Enter a time zone such as Asia/Jakarta.'),
  /** Whether whoever decides about a held request is shown its text. */
  content_in_approvals: z.boolean(),
});
export type InspectionView = z.infer<typeof inspectionSchema>;

const declarationDocument = z
  .string()
  .max(bodyBytesMax / 4, 'Lists and calendars have at most 256 KiB.')
  .refine(...wholeText)
  .refine(...withoutKey);

const declarationsSchema = z.object({
  lists: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  calendars: z.array(
    z.object({
      name: z.string(),
      time_zone: z.string(),
      /** 1 is Monday. */
      weekdays: z.array(z.int()),
      /** Minutes from midnight. */
      hours: z.array(z.object({ from: z.int(), to: z.int() })),
      holidays: z.array(z.string()),
    }),
  ),
  /** Names of the tenant's own recognisers and lists of terms, which stand beside the built-in types. */
  recognisers: z.array(z.string()),
  /** Lists and calendars as a document. */
  document: z.string(),
});
export type DeclarationsView = z.infer<typeof declarationsSchema>;

/** How texts are inspected, and the lists and calendars that policies refer to. */
export const inspectionEndpoints = {
  'inspection.read': {
    method: 'GET',
    path: '/api/inspection',
    access: 'inspection.read',
    status: 200,
    summary: 'How texts of requests and answers are inspected',
    reply: inspectionSchema,
    errors: [],
  },
  'inspection.update': {
    method: 'POST',
    path: '/api/inspection',
    access: 'inspection.write',
    status: 200,
    bodyBytesMax,
    summary: 'Change how texts are inspected; settings that are not named stay',
    body: inspectionSchema.partial(),
    reply: inspectionSchema,
    errors: ['invalid_input', 'policy_invalid', 'audit_unavailable'],
  },
  'declarations.read': {
    method: 'GET',
    path: '/api/policies/declarations',
    access: 'policy.read',
    status: 200,
    summary: 'Lists, calendars and recognisers that policies may refer to',
    reply: declarationsSchema,
    errors: [],
  },
  'declarations.update': {
    method: 'POST',
    path: '/api/policies/declarations',
    access: 'policy.write',
    status: 200,
    bodyBytesMax,
    summary: 'Replace the lists and calendars; the policies in force have to do with the new ones',
    body: z.object({ document: declarationDocument }),
    reply: z.object({
      /** What was wrong; nothing was changed where one is an error. */
      problems: z.array(policyProblemSchema),
      declarations: declarationsSchema,
    }),
    errors: ['policy_invalid', 'audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;
