import { z } from 'zod';
import { sizeMax } from '../domain/policy/condition/schema.ts';
import { textLengthMax } from '../domain/policy/condition/type.ts';
import type { Phase, PolicyInput } from '../domain/policy/condition/variables.ts';

const text = z.string().max(textLengthMax);
const texts = (lengthMax: number) => z.array(text).max(lengthMax);
const natural = z.int().nonnegative();
const percent = z.int().min(0).max(100);
const provider = z.enum(['openai', 'anthropic', 'bedrock']);

const pii = z.object({
  total: natural,
  types: texts(sizeMax.piiTypes),
  max_confidence: percent,
  findings: z
    .array(
      z.object({
        type: text,
        count: natural,
        confidence: percent,
        role: z.enum(['system', 'user', 'assistant', 'tool']),
      }),
    )
    .max(sizeMax.findings),
});

const risk = z.object({ score: percent, injection: percent, secrets: percent, anomaly: percent });

/** What a decision is made from (`PolicyInput`): plain data, and no text of a prompt or an answer. */
export const policyInputSchema = z.object({
  request: z.object({
    id: text,
    workspace: text,
    endpoint: z.enum([
      'chat',
      'responses',
      'embeddings',
      'messages',
      'converse',
      'invoke',
      'opaque',
    ]),
    provider,
    model: text,
    model_requested: text,
    region: text,
    stream: z.boolean(),
    input_tokens: natural,
    max_output_tokens: natural,
    messages: natural,
    has_system: z.boolean(),
    attachments: texts(sizeMax.attachments),
    has_unread_media: z.boolean(),
    tools: texts(sizeMax.tools),
    source_ip: text.optional(),
  }),
  principal: z.object({
    id: text,
    type: z.enum(['user', 'service']),
    roles: texts(sizeMax.roles),
    teams: texts(sizeMax.teams),
    mfa: z.boolean(),
    key: text,
    claims: z.record(text, text),
  }),
  pii,
  risk,
  data: z.object({
    classification: z.enum(['public', 'internal', 'confidential', 'restricted']),
    tags: texts(sizeMax.tags),
  }),
  budget: z.object({
    day_pct: z.number(),
    month_pct: z.number(),
    request_usd: z.number(),
    remaining_usd: z.number(),
  }),
  rate: z.object({ rpm_pct: z.number(), tpm_pct: z.number() }),
  time: z.object({
    hour: z.int().min(0).max(23),
    minute: z.int().min(0).max(59),
    weekday: z.int().min(1).max(7),
    date: text,
    calendars: texts(sizeMax.calendars),
  }),
  breakglass: z.object({
    active: z.boolean(),
    ticket: text.optional(),
    approver: text.optional(),
  }),
  response: z
    .object({
      provider,
      model: text,
      finish_reason: text,
      output_tokens: natural,
      tool_calls: texts(sizeMax.toolCalls),
      pii,
      risk,
    })
    .optional(),
  unknown: texts(64),
}) satisfies z.ZodType<PolicyInput>;

export const phaseSchema = z.enum(['request', 'response', 'stream']) satisfies z.ZodType<Phase>;
