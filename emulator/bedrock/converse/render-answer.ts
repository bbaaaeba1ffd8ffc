import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import type { Fields } from '../../server/json.ts';
import { type ConverseRequest, fieldsOf } from './conversation.ts';
import { type AnswerBlock, askedFields, type ConverseAnswer } from './converse-answer.ts';

export type StreamEvent = { type: keyof ConverseStreamOutput; payload: Fields };

const LATENCY_MS = 312;

/** The body of Converse's answer. */
export function renderUnary(request: ConverseRequest, answer: ConverseAnswer): Fields {
  const { fields } = request;
  const asked = askedFields(fields['additionalModelResponseFieldPaths'], answer.native);
  const trace = guardrailTrace(request, answer);
  return {
    ...(asked === undefined ? {} : { additionalModelResponseFields: asked }),
    metrics: { latencyMs: LATENCY_MS },
    output: { message: { content: answer.blocks.map(wholeBlock), role: 'assistant' } },
    ...echoes(fields),
    stopReason: answer.stopReason,
    ...trace,
    usage: answer.usage,
  };
}

/** The events of ConverseStream's. Usage comes after the end of the message. */
export function renderStream(request: ConverseRequest, answer: ConverseAnswer): StreamEvent[] {
  const { fields } = request;
  const asked = askedFields(fields['additionalModelResponseFieldPaths'], answer.nativeEnd);
  return [
    { type: 'messageStart', payload: { role: 'assistant' } },
    ...answer.blocks.flatMap(blockEvents),
    {
      type: 'messageStop',
      payload: {
        ...(asked === undefined ? {} : { additionalModelResponseFields: asked }),
        stopReason: answer.stopReason,
      },
    },
    {
      type: 'metadata',
      payload: {
        metrics: { latencyMs: LATENCY_MS },
        ...echoes(fields),
        ...guardrailTrace(request, answer),
        usage: answer.usage,
      },
    },
  ];
}

function wholeBlock(block: AnswerBlock): Fields {
  switch (block.kind) {
    case 'text':
      return { text: block.pieces.join('') };
    case 'reasoning': {
      const { signature } = block;
      const reasoningText = {
        ...(signature === undefined ? {} : { signature }),
        text: block.pieces.join(''),
      };
      return { reasoningContent: { reasoningText } };
    }
    case 'redacted':
      return { reasoningContent: { redactedContent: block.data } };
    case 'tool':
      return { toolUse: { input: block.input, name: block.name, toolUseId: block.id } };
  }
}

// Only a tool call has a start of its own; text and reasoning begin with their first piece.
function blockEvents(block: AnswerBlock, contentBlockIndex: number): StreamEvent[] {
  const delta = (part: Fields): StreamEvent => ({
    type: 'contentBlockDelta',
    payload: { contentBlockIndex, delta: part },
  });
  const stop: StreamEvent = { type: 'contentBlockStop', payload: { contentBlockIndex } };
  return [...starts(block, contentBlockIndex), ...deltasOf(block).map(delta), stop];
}

function starts(block: AnswerBlock, contentBlockIndex: number): StreamEvent[] {
  if (block.kind !== 'tool') return [];
  const start = { toolUse: { name: block.name, toolUseId: block.id } };
  return [{ type: 'contentBlockStart', payload: { contentBlockIndex, start } }];
}

function deltasOf(block: AnswerBlock): Fields[] {
  switch (block.kind) {
    case 'text':
      return block.pieces.map((text) => ({ text }));
    case 'tool':
      return block.pieces.map((input) => ({ toolUse: { input } }));
    case 'redacted':
      return [{ reasoningContent: { redactedContent: block.data } }];
    case 'reasoning': {
      const { signature } = block;
      const end = signature === undefined ? [] : [{ reasoningContent: { signature } }];
      return [...block.pieces.map((text) => ({ reasoningContent: { text } })), ...end];
    }
  }
}

function echoes({ performanceConfig, serviceTier }: Fields): Fields {
  return {
    ...(performanceConfig === undefined ? {} : { performanceConfig }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
  };
}

function guardrailTrace({ fields }: ConverseRequest, { stopReason }: ConverseAnswer): Fields {
  const { trace, guardrailIdentifier } = fieldsOf(fields['guardrailConfig']);
  if (trace === undefined || trace === 'disabled') return {};
  const filter = { type: 'MISCONDUCT', confidence: 'HIGH', action: 'BLOCKED' };
  const contentPolicy = stopReason === 'guardrail_intervened' ? { filters: [filter] } : undefined;
  const assessment = contentPolicy === undefined ? {} : { contentPolicy };
  return {
    trace: { guardrail: { inputAssessment: { [String(guardrailIdentifier)]: assessment } } },
  };
}
