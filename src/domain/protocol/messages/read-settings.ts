import type { Conversation, Format, Settings } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readReasoning } from './read-reasoning.ts';

const effortWords = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** Settings as they are found, each with its place. */
class Found {
  readonly settings: { -readonly [Name in keyof Settings]: Settings[Name] } = {};
  readonly settingsAt: { [Name in keyof Settings]?: string } = {};

  add<Name extends keyof Settings>(name: Name, value: Settings[Name] | undefined, at: string) {
    if (value === undefined) return;
    this.settings[name] = value;
    this.settingsAt[name] = at;
  }
}

/** Everything about how the answer is to be made, and the members that are of no consequence for it. */
export function readSettings(
  request: RequestFields,
): Pick<Conversation, 'settings' | 'settingsAt'> {
  const found = new Found();
  found.add('maxTokens', request.required('max_tokens', request.count('max_tokens')), 'max_tokens');
  found.add('temperature', inRange(request, 'temperature'), 'temperature');
  found.add('topP', inRange(request, 'top_p'), 'top_p');
  found.add('topK', request.count('top_k'), 'top_k');
  found.add('stop', readStop(request), 'stop_sequences');
  found.add('serviceTier', request.string('service_tier'), 'service_tier');
  found.add('user', readUser(request), 'metadata.user_id');
  addOutput(request, found);
  takeServiceMembers(request);
  return { settings: found.settings, settingsAt: found.settingsAt };
}

function addOutput(request: RequestFields, found: Found): void {
  const output = request.object('output_config');
  const format = output?.object('format') ?? request.object('output_format');
  if (format !== undefined) found.add('format', readFormat(format), format.at);
  const reasoning = readReasoning(request, output?.oneOf('effort', effortWords));
  if (reasoning !== undefined) found.add('reasoning', reasoning.value, reasoning.at);
  output?.close();
}

function inRange(request: RequestFields, name: string): number | undefined {
  const value = request.number(name);
  if (value === undefined || (value >= 0 && value <= 1)) return value;
  throw invalidRequest(name, 'must be between 0 and 1');
}

function readFormat(format: RequestFields): Format {
  format.oneOf('type', ['json_schema']);
  const schema = new RawJson(format.required('schema', format.json('schema')).raw);
  format.close();
  // Anthropic enforces every schema and has no name for it; the other formats want one.
  return { type: 'json_schema', name: 'answer', schema, strict: true };
}

function readStop(request: RequestFields): string[] | undefined {
  return request.array('stop_sequences')?.items.map((item, index) => {
    if (item.kind === 'string') return item.value;
    throw invalidRequest(`stop_sequences[${index}]`, 'must be a string');
  });
}

function readUser(request: RequestFields): string | undefined {
  const metadata = request.object('metadata');
  const user = metadata?.string('user_id');
  metadata?.close();
  return user;
}

/** Members about the service around an answer. What is not named here is lost by name when the request is closed. */
function takeServiceMembers(request: RequestFields): void {
  request.drop('diagnostics');
  request.drop('speed');
  takeContextManagement(request);
  const servers = request.array('mcp_servers');
  if (servers !== undefined && servers.items.length > 0) {
    request.ledger.lose('mcp_servers', 'are called by Anthropic, and by no other provider');
  }
}

// To keep all thinking is what happens anyway where nobody takes any away.
const keepsEverything = /^\{"edits":\[(\{"type":"clear_thinking_20251015","keep":"all"\})?\]\}$/;

function takeContextManagement(request: RequestFields): void {
  const management = request.take('context_management');
  if (management === undefined) return;
  if (keepsEverything.test(management.raw.replace(/\s/g, ''))) {
    request.ledger.drop('context_management');
    return;
  }
  request.ledger.lose('context_management', 'is done by Anthropic, and by no other provider');
}
