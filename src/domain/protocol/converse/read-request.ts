import type { Conversation, TextBlock, Turn } from '../conversation.ts';
import type { JsonObject } from '../json-tree.ts';
import type { Ledger } from '../ledger.ts';
import type { RequestReader } from '../translator.ts';
import { readSystem, readTurns } from './read-messages.ts';
import { readSettings } from './read-settings.ts';
import { readTools } from './read-tools.ts';
import { RequestObject } from './request-object.ts';

// Asked for by clients on every request, to learn what made the model stop. The answer tells it in `stopReason`.
const harmlessPaths: ReadonlySet<string> = new Set(['/stop_sequence', '/delta/stop_sequence']);

/**
 * Reads the body of Converse and ConverseStream. Model and streaming are decided by the path: `isStream` is false here,
 * and for the caller to say.
 */
export const readConverseRequest: RequestReader = (
  body: JsonObject,
  ledger: Ledger,
): Conversation => {
  const request = new RequestObject(body, '');
  request.take('modelId');
  const messages = readTurns(request.list('messages'), ledger);
  const system = [...readSystem(request.list('system'), ledger), ...leadingSystem(messages)];
  const tools = readTools(request.object('toolConfig'), ledger);
  const settings = readSettings(request, ledger);
  readResponsePaths(request, ledger);
  request.loseRest(ledger);
  return {
    system,
    turns: messages.slice(leadingCount(messages)),
    tools: tools.tools,
    ...(tools.toolChoice && { toolChoice: tools.toolChoice }),
    ...settings.choice,
    settings: settings.settings,
    settingsAt: {
      ...(tools.toolChoice && { toolChoice: 'toolConfig.toolChoice' }),
      ...settings.settingsAt,
    },
    isStream: false,
    includeUsage: false,
  };
};

function leadingCount(turns: readonly Turn[]): number {
  const first = turns.findIndex(({ role }) => role !== 'system');
  return first < 0 ? turns.length : first;
}

// Instructions given as a message are only mid-conversation once the conversation has begun.
function leadingSystem(turns: readonly Turn[]): TextBlock[] {
  const blocks = turns.slice(0, leadingCount(turns)).flatMap(({ content }) => content);
  return blocks.filter((block) => block.kind === 'text');
}

function readResponsePaths(request: RequestObject, ledger: Ledger): void {
  const name = 'additionalModelResponseFieldPaths';
  const paths = request.list(name);
  const isHarmless = paths.every(
    ({ node }) => node.kind === 'string' && harmlessPaths.has(node.value),
  );
  if (isHarmless) {
    if (paths.length > 0) ledger.drop(name);
    return;
  }
  ledger.lose(name, 'names fields of a Bedrock answer');
}
