import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectorsFor } from '../../../src/domain/inspection/detectors-for.ts';
import { inspectSegments } from '../../../src/domain/inspection/inspection.ts';
import { defaultInspection } from '../../../src/domain/inspection/inspection-settings.ts';
import { segmentsOf } from '../../../src/domain/protocol/segments/segments-of.ts';
import type { Wire } from '../../../src/domain/protocol/wire.ts';
import { anthropicBodies } from './anthropic-bodies.ts';
import { bedrockBodies } from './bedrock-bodies.ts';
import { openAiBodies } from './openai-bodies.ts';
import { placesIn, withValueAt } from './place-in-body.ts';

const nik = '3171234506780001';
const detectors = detectorsFor(defaultInspection, () => 0);

function isFound(body: unknown, wire: Wire): boolean {
  const members = Object.fromEntries(Object.entries(body ?? {}));
  const { findings } = inspectSegments(segmentsOf(members, wire), detectors, () => false);
  return findings.some(({ type }) => type === 'NIK');
}

/** Places in which a value is put, and nobody sees it. */
function unseen(body: unknown, wire: Wire, value: unknown): string[] {
  return placesIn(body)
    .filter(({ path }) => !isFound(withValueAt(body, path, value), wire))
    .map(({ path }) => path.join('.'));
}

const { chat, responses, embeddings, completions, images } = openAiBodies;
const bodies: readonly (readonly [title: string, wire: Wire, body: unknown])[] = [
  ['chat completions', 'chat', chat],
  ['Responses', 'responses', responses],
  ['embeddings', 'embeddings', embeddings],
  ['legacy completions', 'opaque', completions],
  ['image generations', 'opaque', images],
  ['Messages', 'messages', anthropicBodies.messages],
  ['Converse', 'converse', bedrockBodies.converse],
  ...Object.entries(bedrockBodies.invoke).map(
    ([model, body]) => [`InvokeModel of ${model}`, 'invoke', body] as const,
  ),
];

describe.each(bodies)('%s', (_, wire, body) => {
  test('a text is found wherever a string can stand', () => {
    expect(placesIn(body).length).toBeGreaterThan(1);
    expect(unseen(body, wire, `NIK: ${nik}`)).toEqual([]);
  });

  // What such a member is called says that it is another number.
  const otherwise = /(?:^|\.)(?:model|version|guardrailVersion)$/;

  test('a text that is nothing but the identifier is found as well', () => {
    expect(unseen(body, wire, nik).filter((place) => !otherwise.test(place))).toEqual([]);
  });

  test('an identifier is found that stands there as a number', () => {
    expect(unseen(body, wire, Number(nik)).filter((place) => !otherwise.test(place))).toEqual([]);
  });

  test('an object is looked into that stands where a text belongs, names included', () => {
    expect(unseen(body, wire, { note: [`NIK: ${nik}`] })).toEqual([]);
    expect(unseen(body, wire, { [nik]: true })).toEqual([]);
  });
});

const recordings = new URL(
  '../../../../shared/fixtures/envoy-ai-gateway/exchanges.jsonl',
  import.meta.url,
);
const wires: Readonly<Record<string, Wire>> = {
  '/v1/chat/completions': 'chat',
  '/v1/embeddings': 'embeddings',
  '/v1/completions': 'opaque',
  '/v1/images/generations': 'opaque',
};

describe.skipIf(!existsSync(recordings))(
  'recorded requests (skipped where they are not beside the repository)',
  () => {
    test('a text is found wherever a string stands in one', () => {
      const lines = readFileSync(recordings, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      const seen = lines.flatMap((line) => {
        const { endpoint, request } = JSON.parse(line);
        const wire = wires[endpoint];
        if (wire === undefined || request.body === '') return [];
        const { user: _, ...body } = JSON.parse(request.body);
        return [unseen(body, wire, `NIK: ${nik}`)];
      });
      expect(seen.length).toBeGreaterThan(20);
      expect(seen.flat()).toEqual([]);
    });
  },
);
