import { z } from 'zod';
import { sizeMax } from '../domain/policy/condition/schema.ts';
import { textLengthMax } from '../domain/policy/condition/type.ts';
import type { Phase, PolicyInput } from '../domain/policy/condition/variables.ts';

const text = z.string().max(textLengthMax);
const texts = (lengthMax: number) => z.array(text).max(lengthMax);
// Whatever the analysis thinks up is an input too: ranges are for conditions to check.
const number = z.number();
const provider = z.enum(['openai', 'anthropic', 'bedrock']);

const pii = z.object({
  total: number,
  types: texts(sizeMax.piiTypes),
  max_confidence: number,
  findings: z
    .array(
      z.object({
        type: text,
        count: number,
        confidence: number,
        role: z.enum(['system', 'user', 'assistant', 'tool']),
      }),
    )
    .max(sizeMax.findings),
});

const risk = z.object({ score: number, injection: number, secrets: number, anomaly: number });

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
    input_tokens: number,
    max_output_tokens: number,
    messages: number,
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
    day_pct: number,
    month_pct: number,
    request_usd: number,
    remaining_usd: number,
  }),
  rate: z.object({ rpm_pct: number, tpm_pct: number }),
  time: z.object({
    hour: number,
    minute: number,
    weekday: number,
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
      output_tokens: number,
      tool_calls: texts(sizeMax.toolCalls),
      pii,
      risk,
    })
    .optional(),
  unknown: texts(64),
}) satisfies z.ZodType<PolicyInput>;

export const phaseSchema = z.enum(['request', 'response', 'stream']) satisfies z.ZodType<Phase>;
