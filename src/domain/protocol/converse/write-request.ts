import { ToolNames } from '../chat/tool-names.ts';
import type { Conversation } from '../conversation.ts';
import { emitJson } from '../json-text.ts';
import type { Ledger } from '../ledger.ts';
import type { TargetModel } from '../model-abilities.ts';
import type { RequestWriter, WrittenRequest } from '../translator.ts';
import { DocumentNames } from './document-names.ts';
import { type RequestWriting, unlessEmpty } from './request-writing.ts';
import { ToolIds } from './tool-ids.ts';
import { writeAccount } from './write-account.ts';
import { writeFormat } from './write-format.ts';
import { writeInference } from './write-inference.ts';
import { writeMessages } from './write-messages.ts';
import { writeReasoning } from './write-reasoning.ts';
import { writeSystem } from './write-system.ts';
import { writeTools } from './write-tools.ts';

/** Writes a request for Converse or ConverseStream; which of the two, and the model, are said by the path. */
export const writeConverseRequest: RequestWriter = (
  conversation: Conversation,
  target: TargetModel,
  ledger: Ledger,
): WrittenRequest => {
  const names = new ToolNames();
  const ids = new ToolIds(target.abilities.shortToolIds);
  const use: RequestWriting = { target, ledger, names, ids, documents: new DocumentNames() };
  const messages = writeMessages(conversation, use);
  const tools = writeTools(conversation, use);
  const reasoning = writeReasoning(conversation, use);
  const inference = writeInference(conversation, reasoning, use);
  const format = writeFormat(conversation, use);
  const body = emitJson({
    system: writeSystem(conversation.system, format.instruction, use),
    messages,
    inferenceConfig: inference.config,
    toolConfig: tools.config,
    outputConfig: format.config,
    ...writeAccount(conversation, use),
    additionalModelRequestFields: unlessEmpty({
      ...reasoning.fields,
      ...inference.fields,
      tool_choice: tools.choiceField,
    }),
    additionalModelResponseFieldPaths: stopSequencePaths(conversation, target),
  });
  return { body, toolNames: names.renamed };
};

// Converse says that a stop sequence ended the answer, but which one only if it is asked.
function stopSequencePaths(
  { settings, isStream }: Conversation,
  { abilities }: TargetModel,
): readonly string[] | undefined {
  if (settings.stop === undefined || abilities.family !== 'claude') return undefined;
  return [isStream ? '/delta/stop_sequence' : '/stop_sequence'];
}
