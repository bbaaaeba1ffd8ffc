import { readdirSync, readFileSync } from 'node:fs';
import type { AnswerEvent } from '../../src/domain/protocol/answer.ts';
import type { StreamFrame } from '../../src/domain/protocol/stream-frame.ts';
import { type ProviderWire, providerSides } from '../../src/gateway/plan/translators.ts';
import type { Emission } from './check-types.ts';
import { writtenStream, writtenWhole } from './written-answers.ts';

export const fixtures = new URL('../../../shared/fixtures/vercel-ai/', import.meta.url);

const folders: readonly (readonly [wire: ProviderWire, folder: string])[] = [
  ['chat', 'openai/src/chat/__fixtures__/'],
  ['chat', 'openai-compatible/src/chat/__fixtures__/'],
  ['messages', 'anthropic/src/__fixtures__/'],
  ['converse', 'amazon-bedrock/src/__fixtures__/'],
];

/** Every recorded answer, whole or streamed, as the clients of every format get it. */
export function recordedAnswers(): Emission[] {
  return folders.flatMap(([wire, folder]) => {
    const at = new URL(folder, fixtures);
    return readdirSync(at).flatMap((name) =>
      name.endsWith('.json')
        ? translated(wire, name, readFileSync(new URL(name, at), 'utf8'))
        : translatedStream(wire, name, readFileSync(new URL(name, at), 'utf8')),
    );
  });
}

function translated(wire: ProviderWire, name: string, body: string): Emission[] {
  // Recorded errors lie among the answers.
  if (/^\{\s*"error"/.test(body)) return [];
  return writtenWhole(name, providerSides[wire].readAnswer(body));
}

function translatedStream(wire: ProviderWire, name: string, text: string): Emission[] {
  const lines = text.split('\n').map((line) => line.replace(/^data: ?/, ''));
  const data = lines.filter((line) => line.startsWith('{'));
  return streamsIn(wire, data).flatMap((stream) => {
    const reader = providerSides[wire].streamReader();
    const frames = stream.flatMap((line) => framesIn(wire, line));
    const done = wire === 'chat' ? [{ event: '', data: '[DONE]' }] : [];
    const events: AnswerEvent[] = [...frames, ...done].flatMap((frame) => [...reader.push(frame)]);
    return writtenStream(name, events);
  });
}

function framesIn(wire: ProviderWire, line: string): StreamFrame[] {
  if (wire !== 'converse') return [{ event: '', data: line }];
  return Object.entries(JSON.parse(line)).map(([event, body]) => ({
    event,
    data: JSON.stringify(body),
  }));
}

/** Some recordings hold the streams of several requests, one after the other. */
function streamsIn(wire: ProviderWire, lines: readonly string[]): string[][] {
  const streams: string[][] = [[]];
  for (const line of lines) {
    streams.at(-1)?.push(line);
    if (wire === 'messages' && JSON.parse(line).type === 'message_stop') streams.push([]);
  }
  return streams.filter((stream) => stream.length > 0);
}
