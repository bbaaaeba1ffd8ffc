import { type EntityType, entities } from '../../inspection/entity.ts';
import { bool, double, int, listOf, oneOf, type RecordType, string } from './type.ts';
import type { ConditionScope } from './variables.ts';

/** Most entries of each list that a variable holds. */
export const sizeMax = {
  attachments: 32,
  tools: 128,
  toolCalls: 64,
  roles: 64,
  teams: 256,
  claims: 64,
  piiTypes: 96,
  findings: 256,
  tags: 32,
  calendars: 32,
} as const;

const provider = oneOf(['openai', 'anthropic', 'bedrock']);
const builtinEntities: readonly EntityType[] = namesOf(entities);

/** The variables that a condition of this scope may read. */
export function schemaOf(scope: ConditionScope): RecordType {
  const types = [...builtinEntities, ...scope.recognisers];
  const hasResponse = !scope.phases.includes('request');
  return {
    kind: 'record',
    fields: {
      request: { type: request, about: 'What is asked of the model' },
      principal: { type: principal, about: 'Who asks' },
      pii: { type: pii(types), about: 'Personal data in the request' },
      risk: { type: risk, about: 'Risk of the request' },
      data: { type: data, about: 'What the data are' },
      budget: { type: budget, about: 'Money spent, of what may be spent' },
      rate: { type: rate, about: 'Requests and tokens in this minute, of what may be' },
      time: { type: time(scope.calendars), about: 'Now, in the time zone of the tenant' },
      breakglass: { type: breakglass, about: 'Emergency access' },
      ...(hasResponse && { response: { type: response(types), about: 'What the model answers' } }),
    },
  };
}

const request: RecordType = {
  kind: 'record',
  fields: {
    id: { type: string, about: 'Id of the request' },
    workspace: { type: string, about: 'Slug of the workspace' },
    endpoint: {
      type: oneOf(['chat', 'responses', 'embeddings', 'messages', 'converse', 'invoke', 'opaque']),
      about: 'In which format the client asks',
    },
    provider: { type: provider, about: 'Who will answer' },
    model: { type: string, about: 'What the provider will be asked for' },
    model_requested: { type: string, about: 'What the client asked for' },
    region: { type: string, about: 'Region of the provider, empty where it has none' },
    stream: { type: bool, about: 'Whether the answer comes in pieces' },
    input_tokens: { type: int, about: 'Estimated tokens of the request' },
    max_output_tokens: { type: int, about: 'Limit that the client set, 0 where it set none' },
    messages: { type: int, about: 'Number of messages' },
    has_system: { type: bool, about: 'Whether there is a system prompt' },
    attachments: { type: listOf(string, sizeMax.attachments), about: 'Media types of attachments' },
    has_unread_media: { type: bool, about: 'Whether something could not be read' },
    tools: { type: listOf(string, sizeMax.tools), about: 'Tools that the model may call' },
    source_ip: { type: string, optional: true, about: 'Address of the client' },
  },
};

const principal: RecordType = {
  kind: 'record',
  fields: {
    id: { type: string, about: 'Id of the user or service account' },
    type: { type: oneOf(['user', 'service']), about: 'Person or program' },
    roles: { type: listOf(string, sizeMax.roles), about: 'Roles in the tenant and workspace' },
    teams: { type: listOf(string, sizeMax.teams), about: 'Teams' },
    mfa: { type: bool, about: 'Whether signed in with a second factor' },
    key: { type: string, about: 'Name of the API key, or issuer of the token' },
    claims: {
      type: { kind: 'map', value: string, sizeMax: sizeMax.claims },
      about: 'Claims of the token that are text',
    },
  },
};

function pii(types: readonly string[]): RecordType {
  const type = oneOf(types);
  return {
    kind: 'record',
    methods: 'pii',
    fields: {
      total: { type: int, about: 'Occurrences of all types together' },
      types: { type: listOf(type, sizeMax.piiTypes), about: 'Types that occur' },
      max_confidence: { type: int, about: '0 to 100, 0 when nothing was found' },
      findings: {
        type: listOf(
          {
            kind: 'record',
            fields: {
              type: { type, about: 'Such as NIK' },
              count: { type: int, about: 'Occurrences' },
              confidence: { type: int, about: '0 to 100' },
              role: { type: piiRole, about: 'In whose text' },
            },
          },
          sizeMax.findings,
        ),
        about: 'One for each type and role',
      },
    },
  };
}

export const piiRole = oneOf(['system', 'user', 'assistant', 'tool']);

const risk: RecordType = {
  kind: 'record',
  fields: {
    score: { type: int, about: 'Everything together, 0 to 100' },
    injection: { type: int, about: 'Prompt injection, 0 to 100' },
    secrets: { type: int, about: 'Keys and passwords, 0 to 100' },
    anomaly: { type: int, about: 'How unusual it is for this caller, 0 to 100' },
  },
};

const data: RecordType = {
  kind: 'record',
  fields: {
    classification: {
      type: oneOf(['public', 'internal', 'confidential', 'restricted']),
      about: 'How sensitive the data are',
    },
    tags: { type: listOf(string, sizeMax.tags), about: 'Tags of the request' },
  },
};

const budget: RecordType = {
  kind: 'record',
  fields: {
    day_pct: { type: double, about: 'Of the budget of the day, in per cent' },
    month_pct: { type: double, about: 'Of the budget of the month, in per cent' },
    request_usd: { type: double, about: 'What this request is expected to cost' },
    remaining_usd: { type: double, about: 'What is left of the month' },
  },
};

const rate: RecordType = {
  kind: 'record',
  fields: {
    rpm_pct: { type: double, about: 'Of the requests per minute, in per cent' },
    tpm_pct: { type: double, about: 'Of the tokens per minute, in per cent' },
  },
};

function time(calendars: readonly string[]): RecordType {
  return {
    kind: 'record',
    methods: 'time',
    fields: {
      hour: { type: int, about: '0 to 23' },
      minute: { type: int, about: '0 to 59' },
      weekday: { type: int, about: '1 is Monday, 7 is Sunday' },
      date: { type: string, about: 'Such as 2026-11-22' },
      calendars: {
        type: listOf(oneOf(calendars), sizeMax.calendars),
        about: 'Calendars that it is within',
      },
    },
  };
}

const breakglass: RecordType = {
  kind: 'record',
  fields: {
    active: { type: bool, about: 'Whether emergency access was taken' },
    ticket: { type: string, optional: true, about: 'For which incident' },
    approver: { type: string, optional: true, about: 'Who approved it' },
  },
};

function response(types: readonly string[]): RecordType {
  return {
    kind: 'record',
    fields: {
      provider: { type: provider, about: 'Who answered' },
      model: { type: string, about: 'Which model answered' },
      finish_reason: { type: string, about: 'Why it stopped, empty while it streams' },
      output_tokens: { type: int, about: 'Tokens of the answer so far' },
      tool_calls: { type: listOf(string, sizeMax.toolCalls), about: 'Tools that are called' },
      pii: { type: pii(types), about: 'Personal data in the answer' },
      risk: { type: risk, about: 'Risk of the answer' },
    },
  };
}

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): readonly Name[] {
  const isName = (key: string): key is Name => key in table;
  return Object.keys(table).filter(isName);
}
