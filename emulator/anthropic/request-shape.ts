import { isFields } from '../server/json.ts';
import { cacheControl, contentBlock, textBlocks } from './content-shapes.ts';
import {
  anything,
  beforeLatest,
  bool,
  closed,
  listOf,
  type Members,
  mistake,
  nullable,
  number,
  oneOf,
  record,
  type Shape,
  sinceLatest,
  tagged,
  text,
  textOr,
  variant,
  withBeta,
} from './shape.ts';
import { tool, toolChoice } from './tool-shapes.ts';

const turnControl = 'per-turn-control-2026-07-01';
const midConversation = [
  'mid-conversation-system-2026-04-07',
  'mid-conversation-tool-changes-2026-07-01',
  turnControl,
];
const outputFormat = closed({ type: oneOf('json_schema'), schema: record });
const display = nullable(oneOf('summarized', 'omitted', 'updates'));
const binding = withBeta(anything, 'thinking-binding-controls-2026-08-01');

const thinking = tagged({
  enabled: variant(
    { budget_tokens: number({ min: 1024, integer: true }) },
    { display, block_binding: binding },
  ),
  adaptive: variant({}, { display, block_binding: binding }),
  disabled: variant({}),
  between_tools: variant({}),
});

const inputTokens = tagged({
  input_tokens: variant({ value: number({ min: 1 }) }),
  tool_uses: variant({ value: number({ min: 1 }) }),
  thinking_turns: variant({ value: number({ min: 1 }) }),
  all: variant({}),
});

const contextManagement = closed(
  {},
  {
    edits: listOf(
      tagged({
        clear_tool_uses_20250919: variant(
          {},
          {
            clear_at_least: nullable(inputTokens),
            clear_tool_inputs: anything,
            exclude_tools: nullable(listOf(text())),
            keep: inputTokens,
            trigger: inputTokens,
          },
        ),
        clear_thinking_20251015: variant({}, { keep: textOr(inputTokens) }),
        compact_20260112: withBeta(
          variant(
            {},
            {
              instructions: nullable(text()),
              pause_after_compaction: bool,
              trigger: nullable(inputTokens),
            },
          ),
          'compact-2026-01-12',
        ),
      }),
    ),
  },
);

const systemMessage = closed(
  { role: anything },
  {
    content: textOr(listOf(contentBlock)),
    output_config: withBeta(record, 'mid-conversation-output-config-2026-07-01', turnControl),
    clear_at: withBeta(anything, 'mid-conversation-system-clear-at-2026-08-21'),
  },
);
const spokenMessage = closed({ role: anything, content: textOr(listOf(contentBlock)) });

const message: Shape = (value, path, dialect) => {
  const role = isFields(value) ? value['role'] : undefined;
  if (role === undefined || role === 'user' || role === 'assistant') {
    spokenMessage(value, path, dialect);
    return;
  }
  const isOpen =
    dialect.version === '2026-10-21' || midConversation.some((beta) => dialect.betas.has(beta));
  if (role !== 'system' || !isOpen) {
    const where = 'Instructions belong in the top-level `system` parameter.';
    throw mistake('messages', `Unexpected role "${String(role)}". ${where}`);
  }
  systemMessage(value, path, dialect);
};

const counted: Members = {
  cache_control: cacheControl,
  system: textOr(textBlocks),
  thinking,
  tool_choice: toolChoice,
  tools: listOf(tool),
  output_config: closed(
    {},
    {
      effort: nullable(oneOf('low', 'medium', 'high', 'xhigh', 'max')),
      format: nullable(outputFormat),
      task_budget: withBeta(anything, 'task-budgets-2026-03-13'),
    },
  ),
  output_format: withBeta(
    nullable(outputFormat),
    'structured-outputs-2025-11-13',
    'structured-outputs-2025-12-15',
  ),
  speed: sinceLatest(nullable(oneOf('standard', 'fast')), 'fast-mode-2026-02-01'),
  context_management: withBeta(
    nullable(contextManagement),
    'context-management-2025-06-27',
    'compact-2026-01-12',
  ),
  mcp_servers: withBeta(
    listOf(
      closed(
        { name: text(), type: oneOf('url'), url: text() },
        {
          authorization_token: nullable(text()),
          tool_configuration: nullable(
            closed({}, { allowed_tools: nullable(listOf(text())), enabled: nullable(bool) }),
          ),
        },
      ),
    ),
    'mcp-client-2025-04-04',
    'mcp-client-2025-11-20',
    'mcp-client-2026-09-15',
  ),
};

const answered: Members = {
  ...counted,
  container: nullable(
    textOr(closed({}, { id: nullable(text()), skills: nullable(listOf(record)) })),
  ),
  diagnostics: sinceLatest(
    nullable(closed({}, { previous_message_id: nullable(text()) })),
    'cache-diagnosis-2026-04-07',
  ),
  inference_geo: nullable(text()),
  metadata: closed({}, { user_id: nullable(text({ max: 1_024 })) }),
  service_tier: oneOf('auto', 'standard_only'),
  stop_sequences: listOf(text({ min: 1 })),
  stream: bool,
  temperature: beforeLatest(number({ min: 0, max: 1 })),
  top_k: beforeLatest(number({ min: 0, integer: true })),
  top_p: beforeLatest(number({ min: 0, max: 1 })),
  compaction: withBeta(anything, 'compact-2026-09-04'),
  fallbacks: withBeta(
    anything,
    'server-side-fallback-2026-06-01',
    'server-side-fallback-2026-07-01',
  ),
  fallback_credit_token: withBeta(
    anything,
    'fallback-credit-2026-06-01',
    'fallback-credit-2026-07-01',
  ),
  thread: withBeta(anything, 'message-threads-2026-08-12'),
  billing_policy: withBeta(anything, 'user-profiles-billing-2026-10-01'),
  safeguards: withBeta(anything, 'dangerous-tool-use-2026-09-03'),
};

const subject: Members = { model: text({ min: 1, max: 256 }), messages: listOf(message) };

/** The body of `POST /v1/messages`. */
export const messageShape: Shape = closed(
  { ...subject, max_tokens: number({ min: 1, integer: true }) },
  answered,
);

/** The body of `POST /v1/messages/count_tokens`. */
export const countShape: Shape = closed(subject, counted);
