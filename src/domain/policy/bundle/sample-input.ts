import { type Phase, type PolicyInput, piiVariables } from '../condition/variables.ts';

const noRisk = { score: 0, injection: 0, secrets: 0, anomaly: 0 };
const nothingFound = piiVariables([]);

/** A harmless request on a weekday morning: what tests and simulations start from. */
export function sampleInput(phase: Phase): PolicyInput {
  return phase === 'request' ? request : { ...request, response };
}

const request: PolicyInput = {
  request: {
    id: 'req_sample',
    workspace: 'default',
    endpoint: 'chat',
    provider: 'openai',
    model: 'gpt-4o',
    model_requested: 'gpt-4o',
    region: '',
    stream: false,
    input_tokens: 100,
    max_output_tokens: 0,
    messages: 1,
    has_system: false,
    attachments: [],
    has_unread_media: false,
    tools: [],
  },
  principal: {
    id: 'usr_sample',
    type: 'user',
    roles: ['workspace_member'],
    teams: [],
    mfa: true,
    key: 'sample',
    claims: {},
  },
  pii: nothingFound,
  risk: noRisk,
  data: { classification: 'internal', tags: [] },
  budget: { day_pct: 0, month_pct: 0, request_usd: 0.01, remaining_usd: 100 },
  rate: { rpm_pct: 0, tpm_pct: 0 },
  time: { hour: 10, minute: 0, weekday: 2, date: '2026-01-06', calendars: [] },
  breakglass: { active: false },
  unknown: [],
};

const response: NonNullable<PolicyInput['response']> = {
  provider: 'openai',
  model: 'gpt-4o',
  finish_reason: 'stop',
  output_tokens: 100,
  tool_calls: [],
  pii: nothingFound,
  risk: noRisk,
};
