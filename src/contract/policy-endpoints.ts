import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { phaseSchema, policyInputSchema } from './policy-input.ts';
import {
  activationSchema,
  analysisFindingSchema,
  backtestSchema,
  decisionSchema,
  explainedPolicySchema,
  listedPolicySchema,
  policyProblemSchema,
  policySchema,
  policyTestSchema,
  policyVersionSchema,
} from './policy-schemas.ts';
import { idParams } from './schemas.ts';
import { visibleText, visibleWords, wholeText, withoutKey } from './text.ts';

const documentLengthMax = 256 * 1024;
const documentsMax = 50;
/** A document at its longest, as JSON escapes it, and what stands beside it. */
const bodyBytesMax = 1024 * 1024;

const document = z
  .string()
  .min(1, 'Enter the policy.')
  .max(documentLengthMax, 'A policy has at most 256 KiB.')
  .refine(...wholeText)
  .refine(...withoutKey);
const documents = z.array(document).max(documentsMax, `At most ${documentsMax} policies at once.`);
const note = visibleText(500);
const reason = visibleWords('Say why.', 500);
const versionNumber = z.int().positive();

/** Policies: documents, their versions, and what is in force. */
export const policyEndpoints = {
  'policy.list': {
    method: 'GET',
    path: '/api/policies',
    access: 'policy.read',
    status: 200,
    summary: 'Policies by name, archived ones last, with what they did in the last 24 hours',
    reply: z.object({ policies: z.array(listedPolicySchema) }),
    errors: [],
  },
  'policy.read': {
    method: 'GET',
    path: '/api/policies/{id}',
    access: 'policy.read',
    status: 200,
    summary: 'One policy: its newest document, the one in force, and when it was put there',
    params: idParams,
    reply: z.object({
      policy: policySchema,
      latest: policyVersionSchema,
      active: policyVersionSchema.nullable(),
      activations: z.array(activationSchema),
    }),
    errors: ['policy_not_found'],
  },
  'policy.create': {
    method: 'POST',
    path: '/api/policies',
    access: 'policy.write',
    status: 201,
    bodyBytesMax,
    summary: 'Store a policy; nothing is in force before it is activated',
    body: z.object({ document, note }),
    reply: policySchema,
    errors: ['policy_invalid', 'policy_name_taken', 'audit_unavailable'],
  },
  'policy.add_version': {
    method: 'POST',
    path: '/api/policies/{id}/versions',
    access: 'policy.write',
    status: 201,
    bodyBytesMax,
    summary: 'Add a version; the one in force stays until another is activated',
    params: idParams,
    body: z.object({
      document,
      note,
      /** The newest version that its author has seen; refused where there is a newer one. Without it none is looked for. */
      after: versionNumber.optional(),
    }),
    reply: policySchema,
    errors: [
      'policy_not_found',
      'policy_archived',
      'policy_changed',
      'policy_invalid',
      'audit_unavailable',
    ],
  },
  'policy.versions': {
    method: 'GET',
    path: '/api/policies/{id}/versions',
    access: 'policy.read',
    status: 200,
    summary: 'Every version of a policy with its document, newest first',
    params: idParams,
    reply: z.object({ versions: z.array(policyVersionSchema) }),
    errors: ['policy_not_found'],
  },
  'policy.check': {
    method: 'POST',
    path: '/api/policies/check',
    access: 'policy.read',
    status: 200,
    bodyBytesMax,
    summary:
      'What is wrong with documents, how their tests end, and what the analysis says of them among the policies in force',
    body: z.object({ documents }),
    reply: z.object({
      problems: z.array(policyProblemSchema),
      /** Both empty while there is an error. */
      tests: z.array(policyTestSchema),
      findings: z.array(analysisFindingSchema),
    }),
    errors: [],
  },
  'policy.simulate': {
    method: 'POST',
    path: '/api/policies/simulate',
    access: 'policy.read',
    status: 200,
    bodyBytesMax,
    summary:
      'Decide a request made up by hand, found by the analysis or recorded, by the policies in force with documents in their place',
    body: z
      .object({
        phase: phaseSchema.default('request'),
        input: policyInputSchema.optional(),
        /** A recorded decision in the place of an input. */
        audit_id: z.string().max(64).optional(),
        documents: documents.default([]),
      })
      .refine(
        ({ input, audit_id }) => (input === undefined) !== (audit_id === undefined),
        'Give either an input or the id of an audit entry.',
      ),
    reply: z.object({
      phase: phaseSchema,
      input: policyInputSchema,
      decision: decisionSchema,
      policies: z.array(explainedPolicySchema),
      /** What was decided at the time; null for an input. */
      recorded: z.object({ verdict: z.string(), matched: z.array(z.string()) }).nullable(),
    }),
    errors: ['policy_invalid', 'not_found'],
  },
  'policy.backtest': {
    method: 'POST',
    path: '/api/policies/backtest',
    access: 'policy.read',
    status: 200,
    bodyBytesMax,
    summary: 'Decide what was recorded again, with documents in the place of policies in force',
    body: z.object({
      documents,
      /** Policies to leave out, by name. */
      without: z.array(z.string().max(63)).max(documentsMax).default([]),
      since: z.iso.datetime(),
    }),
    reply: backtestSchema,
    errors: ['policy_invalid'],
  },
  'policy.activate': {
    method: 'POST',
    path: '/api/policies/{id}/activate',
    access: 'policy.write',
    status: 200,
    summary:
      'Put a version into force: it has to pass its tests, and what the analysis finds has to be acknowledged',
    params: idParams,
    body: z.object({
      number: versionNumber,
      reason,
      /** Ids of findings. */
      acknowledged: z.array(z.string().max(200)).max(1_000).default([]),
    }),
    reply: policySchema,
    errors: [
      'policy_not_found',
      'policy_archived',
      'policy_invalid',
      'policy_tests_failed',
      'acknowledgement_required',
      'audit_unavailable',
    ],
  },
  'policy.deactivate': {
    method: 'POST',
    path: '/api/policies/{id}/deactivate',
    access: 'policy.write',
    status: 200,
    summary: 'Take a policy out of force',
    params: idParams,
    body: z.object({ reason }),
    reply: policySchema,
    errors: ['policy_not_found', 'audit_unavailable'],
  },
  'policy.archive': {
    method: 'POST',
    path: '/api/policies/{id}/archive',
    access: 'policy.write',
    status: 200,
    summary: 'Put a policy away for good; its name stays taken',
    params: idParams,
    reply: policySchema,
    errors: ['policy_not_found', 'policy_in_force', 'audit_unavailable'],
  },
} as const satisfies Record<string, Endpoint>;
