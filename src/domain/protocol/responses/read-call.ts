import { readCacheMark } from '../chat/read-cache-mark.ts';
import { parseToolArguments } from '../chat/tool-arguments.ts';
import type { ToolCallBlock, ToolResultBlock } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { qualifiedName } from './qualified-name.ts';
import { readContent } from './read-parts.ts';

/** Takes a `function_call`. */
export function readFunctionCall(item: RequestFields): ToolCallBlock {
  const name = item.requiredString('name');
  const namespace = item.string('namespace');
  const id = item.requiredString('call_id');
  const input = parseToolArguments(item.string('arguments') ?? '');
  if (!input) throw invalidRequest(item.place('arguments'), 'must be a JSON object as a string');
  readCaller(item);
  return {
    kind: 'tool_call',
    id,
    name: qualifiedName({ name, ...(namespace && { namespace }) }),
    input,
    at: item.at,
    ...readCacheMark(item),
  };
}

/** Takes a `function_call_output`. */
export function readFunctionOutput(item: RequestFields): ToolResultBlock {
  const callId = item.requiredString('call_id');
  // The name is that of the call, which the id already tells.
  item.take('name');
  item.take('namespace');
  readCaller(item);
  const mark = readCacheMark(item);
  const content = readContent(item, 'output');
  return { kind: 'tool_result', callId, content, at: item.at, ...mark };
}

/** Calls that a program of the model made instead of the model itself are known to OpenAI alone. */
function readCaller(item: RequestFields): void {
  const caller = item.object('caller');
  if (caller === undefined || caller.string('type') === 'direct') return;
  item.ledger.lose(caller.at, 'is a program, and only OpenAI lets a program call tools');
}
