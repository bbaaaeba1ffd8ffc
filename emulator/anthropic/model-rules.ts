import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';
import { type Dialect, isLatest } from './api-version.ts';
import { checkPrefill, checkThinkingOrder } from './content-rules.ts';
import type { Turn } from './conversation.ts';
import type { Model } from './model-catalogue.ts';
import { mistake } from './shape.ts';

const SAMPLING = ['temperature', 'top_p', 'top_k'];
const NUCLEUS_MIN_THINKING = 0.95;
const EFFORT_BETA = 'effort-2025-11-24';

export type Judged = { model: Model; fields: Fields; turns: readonly Turn[]; dialect: Dialect };

/** What this model refuses of a well-formed request, and what does not go together on it. Throws the refusal. */
export function checkModelRules(request: Judged): void {
  checkTokens(request);
  checkThinking(request);
  checkSampling(request);
  checkToolChoice(request);
  checkEffort(request);
  checkOutputFormat(request);
  const last = request.turns.at(-1);
  if (last?.role === 'assistant') checkContinuation(last, request);
}

function checkTokens({ model, fields, dialect }: Judged): void {
  const asked = Number(fields['max_tokens'] ?? 0);
  const isLong = dialect.betas.has('output-300k-2026-03-24') && model.outputTokensMax >= 128_000;
  const max = isLong ? 300_000 : model.outputTokensMax;
  if (asked > max) {
    const rule = `which is the maximum allowed number of output tokens for ${model.id}`;
    throw mistake('max_tokens', `${asked} > ${max}, ${rule}`);
  }
}

function checkThinking({ model, fields, turns, dialect }: Judged): void {
  const { type, budget_tokens: budget } = memberOf(fields, 'thinking');
  if (type === undefined) return;
  if (!model.thinking.some((accepted) => accepted === type)) {
    throw invalidRequest(`"thinking.type.${String(type)}" is not supported for this model.`);
  }
  if (type !== 'enabled') return;
  const canInterleave = dialect.betas.has('interleaved-thinking-2025-05-14');
  if (Number(fields['max_tokens']) <= Number(budget) && !canInterleave) {
    throw invalidRequest('`max_tokens` must be greater than `thinking.budget_tokens`.');
  }
  checkThinkingOrder(turns);
}

function checkSampling({ model, fields }: Judged): void {
  const given = SAMPLING.filter((name) => fields[name] !== undefined);
  const [first] = given;
  if (first === undefined) return;
  if (model.sampling === 'none') {
    throw invalidRequest(`\`${first}\` is deprecated for this model.`);
  }
  const { temperature, top_p: nucleus, top_k: candidates } = fields;
  if (model.sampling === 'one' && temperature !== undefined && nucleus !== undefined) {
    const rule = 'cannot both be specified for this model. Please use only one.';
    throw invalidRequest(`\`temperature\` and \`top_p\` ${rule}`);
  }
  if (!thinks(fields)) return;
  const when = 'when thinking is enabled or in adaptive mode.';
  if (temperature !== undefined && temperature !== 1) {
    throw invalidRequest(`\`temperature\` may only be set to 1 ${when}`);
  }
  if (Number(nucleus ?? 1) < NUCLEUS_MIN_THINKING) {
    throw invalidRequest(
      `\`top_p\` must be greater than or equal to ${NUCLEUS_MIN_THINKING} ${when}`,
    );
  }
  if (candidates !== undefined) throw invalidRequest(`\`top_k\` must be unset ${when}`);
}

function checkToolChoice({ model, fields }: Judged): void {
  const { type, name } = memberOf(fields, 'tool_choice');
  if (type !== 'any' && type !== 'tool') return;
  const tools = Array.isArray(fields['tools']) ? fields['tools'].filter(isFields) : [];
  if (tools.length === 0) {
    throw invalidRequest('tool_choice may only be specified while providing tools.');
  }
  if (type === 'tool' && !tools.some((tool) => tool['name'] === name)) {
    throw invalidRequest(`Tool '${String(name)}' not found in provided tools`);
  }
  if (!model.forcedTools) {
    throw invalidRequest(`tool_choice.type "${type}" is not supported for this model.`);
  }
  if (thinks(fields)) {
    throw invalidRequest('Thinking may not be enabled when tool_choice forces tool use.');
  }
}

function checkEffort({ model, fields, dialect }: Judged): void {
  const { effort } = memberOf(fields, 'output_config');
  if (typeof effort !== 'string') return;
  if (model.efforts.length === 0) {
    throw invalidRequest('This model does not support the effort parameter.');
  }
  // The models after the one that brought it have it without asking.
  const needsBeta = !isLatest(dialect) && !model.thinking.includes('adaptive');
  if (needsBeta && !dialect.betas.has(EFFORT_BETA)) {
    throw mistake('output_config.effort', 'Extra inputs are not permitted');
  }
  if (!model.efforts.some((accepted) => accepted === effort)) {
    const accepted = model.efforts.join(', ');
    throw invalidRequest(
      `This model does not support effort level '${effort}'. Supported levels: ${accepted}.`,
    );
  }
  const { type } = memberOf(fields, 'thinking');
  const isShallow = type === 'disabled' || type === 'between_tools';
  const needsDepth =
    type === 'between_tools' ? ['xhigh', 'max'] : model.effortsThinking.map(String);
  if (isShallow && needsDepth.includes(effort)) {
    throw invalidRequest(`Effort level '${effort}' is not supported with thinking '${type}'.`);
  }
}

function checkOutputFormat({ model, fields }: Judged): void {
  const format =
    memberOf(fields, 'output_config')['format'] ?? fields['output_format'] ?? undefined;
  if (format !== undefined && !model.structuredOutput) {
    throw invalidRequest(`'${model.id}' does not support output format.`);
  }
}

// A turn that stopped at a tool of the provider's own is no prefill: handing it back lets it go on.
function checkContinuation(last: Turn, { model, fields }: Judged): void {
  if (last.blocks.at(-1)?.type === 'server_tool_use') return;
  if (!model.prefill) {
    const rule = 'The conversation must end with a user message.';
    throw invalidRequest(`This model does not support assistant message prefill. ${rule}`);
  }
  if (thinks(fields)) {
    const rule = 'assistant message prefill is not supported with thinking';
    throw mistake(last.path, rule);
  }
  checkPrefill(last);
}

/** Whether the request has the model think, by a budget or as it sees fit. */
export function thinks(fields: Fields): boolean {
  const { type } = memberOf(fields, 'thinking');
  return type !== undefined && type !== 'disabled';
}

export function memberOf(fields: Fields, name: string): Fields {
  const member = fields[name];
  return isFields(member) ? member : {};
}
