import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claude } from '../../../../tests/support/converse-requests.ts';
import { parseJsonTree } from '../json-tree.ts';
import { Ledger } from '../ledger.ts';
import { readConverseRequest } from './read-request.ts';
import { writeConverseRequest } from './write-request.ts';

const said = fc.string({ minLength: 1, maxLength: 9 }).filter((text) => text.trim() !== '');
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
const point = fc.constantFrom(
  { cachePoint: { type: 'default' } },
  { cachePoint: { type: 'default', ttl: '1h' } },
);
const object = fc.dictionary(said, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 });
const text = fc.record({ text: said });
const image = fc.constant({ image: { format: 'png', source: { bytes: 'iVBORw0KGgoAAAAN' } } });
const pdf = { format: 'pdf', source: { bytes: 'JVBERg==' } };

/** A block and perhaps a cache point after it. */
function marked(block: fc.Arbitrary<object>): fc.Arbitrary<object[]> {
  return fc
    .tuple(block, fc.option(point, { nil: undefined }))
    .map(([one, mark]) => (mark === undefined ? [one] : [one, mark]));
}

const userTurn = fc
  .tuple(marked(text), fc.array(marked(fc.oneof(text, image)), { maxLength: 2 }))
  .map(([first, more]) => ({ role: 'user', content: [...first, ...more.flat()] }));

/** A thought, a word, calls, and the results of the calls with a document beside them. */
const exchange = fc
  .tuple(fc.uniqueArray(id, { minLength: 1, maxLength: 3 }), said, object, fc.boolean())
  .map(([ids, name, input, isFailed]) => {
    const signed = { reasoningText: { text: 'hm', signature: 'c2ln' } };
    const calls = ids.map((toolUseId) => ({ toolUse: { toolUseId, name: 'f', input } }));
    const results = ids.map((toolUseId) => ({
      toolResult: {
        toolUseId,
        content: [{ text: name }],
        ...(isFailed && { status: 'error' }),
      },
    }));
    const document = { document: { ...pdf, name: 'Report 1' } };
    return [
      { role: 'assistant', content: [{ reasoningContent: signed }, { text: name }, ...calls] },
      { role: 'user', content: [...results, { text: 'and' }, document] },
    ];
  });

const request = fc
  .tuple(userTurn, fc.array(exchange, { maxLength: 1 }), object, fc.constantFrom('any', 'auto'))
  .map(([first, rest, properties, choice]) => ({
    system: [{ text: 'Be kind.' }, { cachePoint: { type: 'default' } }],
    messages: [first, ...rest.flat()],
    inferenceConfig: { maxTokens: 9, temperature: 0.25, topP: 0.5, stopSequences: ['x'] },
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: 'f',
            description: 'd',
            inputSchema: { json: { type: 'object', properties } },
          },
        },
      ],
      ...(choice === 'any' && { toolChoice: { any: {} } }),
    },
    serviceTier: { type: 'flex' },
    requestMetadata: { team: 'a' },
    additionalModelRequestFields: { top_k: 7 },
    additionalModelResponseFieldPaths: ['/stop_sequence'],
  }));

describe('a Converse request', () => {
  test('that is read and written again for Claude on Bedrock means the same', () => {
    fc.assert(
      fc.property(request, (given) => {
        const sent = JSON.stringify(given);
        const node = parseJsonTree(sent);
        if (node.kind !== 'object') throw new Error('an object');
        const ledger = new Ledger('strict');
        const conversation = readConverseRequest(node, ledger);
        const target = { provider: 'bedrock' as const, model: 'm', abilities: claude };
        expect(JSON.parse(writeConverseRequest(conversation, target, ledger).body)).toEqual(
          JSON.parse(sent),
        );
      }),
    );
  });
});
