import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DoneScanner } from './done-scanner.ts';

/** Everything that was let through, and everything from the end line on. */
function scan(chunks: readonly Buffer[]): { before: string; from: string | undefined } {
  const scanner = new DoneScanner();
  let before = '';
  let from: string | undefined;
  for (const chunk of chunks) {
    if (from !== undefined) {
      from += chunk.toString('latin1');
      continue;
    }
    const scanned = scanner.push(chunk);
    before += scanned.before.toString('latin1');
    from = scanned.from?.toString('latin1');
  }
  return { before, from };
}

function cut(text: string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  const chunks: Buffer[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 });

describe('the end of a stream', () => {
  test.each([
    ['data: {"a":1}\n\n', 'data: [DONE]\n\n'],
    ['data: {"a":1}\r\n\r\n', 'data: [DONE]\r\n\r\n'],
    ['data: {"a":1}\r\r', 'data: [DONE]\r\r'],
    ['data: {"a":1}\n\n', 'data:[DONE]\n\n'],
    ['', 'data: [DONE]\n\n'],
    ['data: {"text":"data: [DONE]"}\n\ndata: d\n\n', 'data: [DONE]\n\n'],
    ['data: dat\n\nda\n\ndata: [DON\n\n[DONE]\n\nxdata: [DONE]\n\n', 'data: [DONE]\n\nmore'],
  ])('is found wherever the chunks are cut: %j %j', (before, from) => {
    fc.assert(
      fc.property(sizes, (lengths) => {
        expect(scan(cut(before + from, lengths))).toEqual({ before, from });
      }),
    );
  });

  test('is not found in text that only mentions it', () => {
    const text = 'data: {"content":"data: [DONE]"}\n\n: data: [DONE]\n\nevent: [DONE]\n\n';
    fc.assert(
      fc.property(sizes, (lengths) => {
        expect(scan(cut(text, lengths))).toEqual({ before: text, from: undefined });
      }),
    );
  });

  test('never lets a byte of it go and never holds more than its beginning', () => {
    const piece = fc.constantFrom('data: ', '[DONE]', '\n', '\r\n', 'data:', 'd', '[', 'x', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), sizes, (pieces, lengths) => {
        const text = pieces.join('');
        const whole = scan(cut(text, [text.length || 1]));
        const chunked = scan(cut(text, lengths));
        expect(chunked).toEqual(whole);
        expect(chunked.before).not.toMatch(/(^|[\r\n])data: ?\[DONE\]/);
        if (chunked.from === undefined)
          expect(text.length - chunked.before.length).toBeLessThan(12);
      }),
      { numRuns: 2_000 },
    );
  });
});
