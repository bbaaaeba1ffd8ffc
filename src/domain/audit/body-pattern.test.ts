import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleBody } from '../../../tests/vectors/sample-facts.ts';
import { matchBody } from './body-pattern.ts';
import { classOfType } from './class-of-type.ts';
import { encodeBody, outlineBody, parseBody } from './entry.ts';
import type { AuditBody } from './fact.ts';
import { AuditFormatError } from './format-error.ts';
import { bodyLimits } from './jcs.ts';

const samples = Array.from({ length: 80 }, (_, index) => encodeBody(sampleBody(index)));

/** What the definition says: a text is a body in order if it is what would be written for the value it stands for. */
function isInOrder(text: string): boolean {
  try {
    return encodeBody(JSON.parse(text)) === text;
  } catch (error) {
    if (error instanceof AuditFormatError || error instanceof SyntaxError) return false;
    throw error;
  }
}

function isTaken(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof AuditFormatError) return false;
    throw error;
  }
}

function expectSameVerdict(text: string): void {
  const isSound = isInOrder(text);
  if (!isSound) expect({ text, match: matchBody(text) }).toEqual({ text, match: undefined });
  expect({ text, isTaken: isTaken(parseBody, text) }).toEqual({ text, isTaken: isSound });
  expect({ text, isTaken: isTaken(outlineBody, text) }).toEqual({ text, isTaken: isSound });
  if (isSound) expect(outlineBody(text)).toEqual(outlineOf(JSON.parse(text)));
}

function outlineOf({ type, id, ...rest }: AuditBody): ReturnType<typeof outlineBody> {
  const isCall = type === 'ai.request.intent' || type === 'ai.request.outcome';
  return {
    type,
    id,
    intent: 'intent' in rest ? rest.intent : undefined,
    requestId: isCall ? rest.request_id : undefined,
  };
}

test('a body of every type is recognised without being parsed', () => {
  expect(new Set(samples.map((text) => matchBody(text)?.type))).toEqual(
    new Set(Object.keys(classOfType)),
  );
  for (const text of samples) expect(matchBody(text)).toEqual(outlineOf(JSON.parse(text)));
});

const sample = fc.constantFrom(...samples);
const odd = fc.constantFrom(
  ...[
    ' ',
    '\n',
    '\t',
    '\u00a0',
    ',',
    ':',
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    '{}',
    '[]',
    '""',
    '0',
    '-',
    '-0',
    '1.0',
  ],
  ...[
    '1e3',
    '00',
    '9007199254740991',
    '9007199254740992',
    '100000000000000000000',
    'null',
    'true',
    'é',
    '\u007f',
  ],
  ...[
    '\\u0061',
    '\\u00e9',
    '\\/',
    '\\n',
    '\\u000a',
    '\\u001f',
    '\\u001F',
    '\u0001',
    '\u2028',
    '\ud83d\ude00',
  ],
  ...[
    '\ud83d',
    '\ude00',
    '\\ud83d',
    '\\ud83d\\ude00',
    '"__proto__":1,',
    '"toJSON":1,',
    '"1":1,',
    ',"zz":1',
    '"a":1,',
  ],
);

test('text with anything put in, taken out or replaced is judged as by parsing it', () => {
  const edit = fc.tuple(fc.nat(2000), fc.nat(4), odd);
  fc.assert(
    fc.property(sample, fc.array(edit, { minLength: 1, maxLength: 2 }), (text, edits) => {
      const edited = edits.reduce((before, [place, cut, put]) => {
        const at = place % (before.length + 1);
        return before.slice(0, at) + put + before.slice(at + cut);
      }, text);
      expectSameVerdict(edited);
    }),
    { numRuns: 5000 },
  );
});

/** A place in a JSON value, and what is done to the value there. */
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    '"',
    '\\',
    '\ud800',
    '\udc00',
    '\ud83d\ude00',
    'a\u0000b',
    '"type":"log.heartbeat"',
  ),
  fc.constantFrom(...[-1, 0, 1].map((more) => 'x'.repeat(bodyLimits.stringMax + more))),
  fc.constantFrom(...[-1, 0, 1].map((more) => '"'.repeat(bodyLimits.stringMax + more))),
);
const scalar = fc.oneof(
  string,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, -0, 2 ** 53 - 1, 2 ** 53, 10 ** 15 - 1, 10 ** 15, -1),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(string, scalar, { maxKeys: 3 }),
  fc.constantFrom(...[255, 256, 257].map((length) => new Array<string>(length).fill('x'))),
);
const change = fc.record({
  place: fc.nat(60),
  key: fc.option(
    fc.oneof(string, fc.constantFrom('__proto__', 'toJSON', '10', '2', 'reason', 'log')),
  ),
  value: fc.option(value, { nil: undefined }),
});

/** The `place`th member of all objects and arrays within gets another value, or a new member is put beside it. */
function changed(
  whole: unknown,
  { place, key, value }: { place: number; key: string | null; value: unknown },
): unknown {
  const copy: unknown = structuredClone(whole);
  const holders: [object, string][] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, member] of Object.entries(node)) {
      holders.push([node, name]);
      visit(member);
    }
  };
  visit(copy);
  const [holder, name] = holders[place % holders.length] ?? [{}, ''];
  if (value === undefined) Reflect.deleteProperty(holder, name);
  else
    Object.defineProperty(holder, key ?? name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return copy;
}

/** As `encodeBody` would write it, if it took the value. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

test('a value with any member changed, added or left out is judged as by parsing it', () => {
  fc.assert(
    fc.property(sample, change, (text, one) => {
      const made = changed(JSON.parse(text), one);
      for (const written of [JSON.stringify(sorted(made)), JSON.stringify(made)]) {
        expectSameVerdict(written);
      }
    }),
    { numRuns: 5000 },
  );
});

test('members in another order, twice, or with space between them are not taken', () => {
  for (const text of samples) {
    const body: object = JSON.parse(text);
    const members = Object.entries(body).map((member) =>
      JSON.stringify(Object.fromEntries([member])).slice(1, -1),
    );
    const [first = '', ...others] = members;
    const twice = members.map((member, at) => members.toSpliced(at, 0, member));
    for (const written of [
      ...[[...others, first], ...twice].map((some) => `{${some.join(',')}}`),
      JSON.stringify(body, undefined, 1),
      ` ${text}`,
      `${text}\n`,
    ]) {
      expect(matchBody(written)).toBeUndefined();
      expect(isTaken(parseBody, written)).toBe(false);
    }
  }
});
