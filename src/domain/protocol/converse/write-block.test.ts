import { describe, expect, test } from 'vitest';
import {
  assistant,
  at,
  call,
  claude,
  fault,
  mistral,
  newest,
  text,
  tool,
  user,
  write,
} from '../../../../tests/support/converse-requests.ts';
import type { Block, Turn } from '../conversation.ts';

describe('the blocks of a request to Bedrock', () => {
  test('an image says what its bytes say, and an address is no image', () => {
    const png = { type: 'base64', mediaType: 'image/jpeg', data: 'iVBORw0KGgoAAAAN' } as const;
    const { body } = write({ content: [{ kind: 'image', source: png, at }] });
    expect(body.messages[0].content).toEqual([
      { image: { format: 'png', source: { bytes: png.data } } },
    ]);
    const address = {
      kind: 'image',
      source: { type: 'url', url: 'https://a/b.png' },
      at: 'here',
    } as const;
    expect(fault({ content: [address] })).toMatchObject({
      code: 'unsupported_parameter',
      param: 'here',
    });
  });

  test('names of documents are neutral and differ, and a text stands beside them', () => {
    const source = { type: 'base64', mediaType: 'application/pdf', data: 'JVBERg==' } as const;
    const document = (name?: string): Block => ({
      kind: 'document',
      source,
      at,
      ...(name && { name }),
    });
    const content = [
      document('Q3: "profit"  (final).pdf'),
      document('a'),
      document('a'),
      document(),
    ];
    const { body } = write({ content: [...content, text('look')] });
    const names = body.messages[0].content
      .slice(0, 4)
      .map((block: { document: { name: string } }) => block.document.name);
    expect(names).toEqual(['Q3- -profit- (final)', 'a', 'a-2', 'document']);
    expect(fault({ content })).toMatchObject({ code: 'unsupported_parameter', param: at });
    expect(write({ content, mode: 'lenient' }).body.messages[0].content).toHaveLength(5);
  });

  test('a document of text goes as one', () => {
    const document: Block = { kind: 'document', source: { type: 'text', text: 'é' }, at };
    const { body } = write({ content: [document, text('look')] });
    expect(body.messages[0].content[0].document).toEqual({
      format: 'txt',
      name: 'document',
      source: { bytes: 'w6k=' },
    });
  });

  test('instructions between turns go as such, or in lenient mode as words of the user', () => {
    const turns: Turn[] = [user(text('a')), { role: 'system', content: [text('s')], at: 'here' }];
    expect(
      write({ turns, abilities: { ...claude, systemMidConversation: true } }).body.messages[1],
    ).toEqual({
      role: 'system',
      content: [{ text: 's' }],
    });
    expect(fault({ turns }).param).toBe('here');
    expect(write({ turns, mode: 'lenient' }).body.messages).toEqual([
      { role: 'user', content: [{ text: 'a' }, { text: '<system>\ns\n</system>' }] },
    ]);
  });

  test('a beginning of the answer is refused for a model that does not continue it', () => {
    const turns = [user(text('a')), assistant(text('b'))];
    expect(write({ turns }).body.messages).toHaveLength(2);
    expect(fault({ turns, abilities: newest })).toMatchObject({
      code: 'unsupported_parameter',
      param: at,
    });
  });

  test('a failed result is said in a status, or in words', () => {
    const failed: Block = { kind: 'tool_result', callId: 't1', content: [], isError: true, at };
    const turns = [user(text('x')), assistant(call('t1')), user(failed)];
    const tools = [tool('f')];
    expect(write({ turns, tools }).body.messages[2].content[0].toolResult.status).toBe('error');
    const other = write({ turns, tools, abilities: mistral }).body.messages[2].content[0]
      .toolResult;
    expect(other).not.toHaveProperty('status');
    expect(other.content[0]).toEqual({ text: 'The tool call failed.' });
  });
});
