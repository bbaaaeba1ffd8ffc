import { emitJson } from '../json-text.ts';
import type { RequestWriter } from '../translator.ts';
import { ToolNames } from './tool-names.ts';
import { writeMessages } from './write-messages.ts';
import { writeReasoning } from './write-reasoning.ts';
import { settingWriter, writeSettings } from './write-settings.ts';
import { writeTools } from './write-tools.ts';

/** Writes a request to OpenAI's `POST /v1/chat/completions`. */
export const writeChatRequest: RequestWriter = (conversation, target, ledger) => {
  const names = new ToolNames();
  const settings = settingWriter(conversation, target, ledger);
  const tools = writeTools(conversation, { target, ledger, names });
  const body = emitJson({
    model: target.model,
    messages: writeMessages(conversation, { target, ledger, names }),
    ...tools,
    ...writeSettings(settings),
    reasoning_effort: writeReasoning(settings, tools['tools'] !== undefined),
    ...(conversation.isStream && { stream: true, stream_options: { include_usage: true } }),
  });
  return { body, toolNames: names.renamed };
};
