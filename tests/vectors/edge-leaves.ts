import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { concat, textOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { encodeBody } from '../../src/domain/audit/entry.ts';
import { canonicalJson } from '../../src/domain/audit/jcs.ts';
import { sampleBody } from './sample-facts.ts';
import { sampleLog } from './sample-log.ts';

type Cases = Readonly<Record<string, readonly [text: string, result: string]>>;

/** Leaves at the edge of the format; `result` is ok or the code of the error. */
export function leafEdges() {
  const good = textOf(sampleLog(3).leaves[2] ?? new Uint8Array());
  const [, , , , , , body = ''] = good.split('\n');
  const withBody = (text: string) => good.replace(body, text);
  const room = 32_768 - (utf8(good).length - utf8(body).length);
  return {
    about:
      'Leaves to take apart; a leaf in base64 is not text. {fill} stands for as many times x as `fill` says',
    leaves: [
      ...Object.entries(frames(good)).map(([name, [leaf, result]]) => ({ name, leaf, result })),
      { name: '32,768 bytes', leaf: withBody('{fill}'), fill: room, result: 'ok' },
      { name: '32,769 bytes', leaf: withBody('{fill}'), fill: room + 1, result: 'bad_leaf' },
      {
        name: 'bytes that are not UTF-8',
        base64: encodeBase64(concat(utf8(good.slice(0, -3)), Uint8Array.of(0xff), utf8('"}\n'))),
        result: 'bad_utf8',
      },
    ],
  };
}

/** Frames, made of one that is in order. */
function frames(good: string): Cases {
  const lines = good.split('\n');
  const withLine = (line: number, text: string) => lines.with(line - 1, text).join('\n');
  const [, origin = ''] = lines;
  return {
    'as written': [good, 'ok'],
    'a body that is none': [withLine(7, 'x'), 'ok'],
    'another first line': [withLine(1, 'monago.dev/audit-entry@v2'), 'bad_leaf'],
    'a byte order mark': [`\ufeff${good}`, 'bad_leaf'],
    'carriage returns': [good.replaceAll('\n', '\r\n'), 'bad_leaf'],
    'no line feed at the end': [good.slice(0, -1), 'bad_leaf'],
    'a line feed more': [`${good}\n`, 'bad_leaf'],
    'a line more': [`${good}x\n`, 'bad_leaf'],
    'an empty origin': [withLine(2, ''), 'bad_leaf'],
    'a space in the origin': [withLine(2, `${origin} x`), 'bad_leaf'],
    'a no-break space in the origin': [withLine(2, `${origin}\u00a0`), 'bad_leaf'],
    'U+FEFF in the origin': [withLine(2, `${origin}\ufeff`), 'bad_leaf'],
    'U+0085 in the origin': [withLine(2, `${origin}\u0085`), 'bad_leaf'],
    'a plus sign in the origin': [withLine(2, `${origin}+`), 'bad_leaf'],
    'an origin of 255 code points': [withLine(2, '\u{1F511}'.repeat(255)), 'ok'],
    'an origin of 256 code points': [withLine(2, 'x'.repeat(256)), 'bad_leaf'],
    ...numbersAndTimes(lines, withLine),
  };
}

function numbersAndTimes(
  [, , , , time = '', prev = '']: readonly string[],
  withLine: (line: number, text: string) => string,
): Cases {
  return {
    'an index with a leading zero': [withLine(3, '02'), 'bad_leaf'],
    'an index with a sign': [withLine(3, '+2'), 'bad_leaf'],
    'no index': [withLine(3, ''), 'bad_leaf'],
    'the largest index': [withLine(3, '9007199254740991'), 'ok'],
    'an index beyond that': [withLine(3, '9007199254740992'), 'bad_leaf'],
    'an unknown class': [withLine(4, 'user 0'), 'bad_leaf'],
    'a class in capitals': [withLine(4, 'AUTH 0'), 'bad_leaf'],
    'a class without its index': [withLine(4, 'auth'), 'bad_leaf'],
    'two spaces behind the class': [withLine(4, 'auth  0'), 'bad_leaf'],
    'a space behind the class index': [withLine(4, 'auth 0 '), 'bad_leaf'],
    '30 February': [withLine(5, `2026-02-30${time.slice(10)}`), 'bad_leaf'],
    '29 February of a leap year': [withLine(5, `2028-02-29${time.slice(10)}`), 'ok'],
    '29 February of 2100': [withLine(5, `2100-02-29${time.slice(10)}`), 'bad_leaf'],
    'a leap second': [withLine(5, '2026-12-31T23:59:60.000000Z'), 'bad_leaf'],
    'an hour of 24': [withLine(5, '2026-12-31T24:00:00.000000Z'), 'bad_leaf'],
    milliseconds: [withLine(5, '2026-01-02T03:04:05.500Z'), 'bad_leaf'],
    'another zone': [withLine(5, time.replace('Z', '+00:00')), 'bad_leaf'],
    'a small z': [withLine(5, time.replace('Z', 'z')), 'bad_leaf'],
    'prev without padding': [withLine(6, prev.slice(0, -1)), 'bad_base64'],
    'prev with stray low bits': [withLine(6, `${'A'.repeat(42)}B=`), 'bad_base64'],
    'prev of 31 bytes': [withLine(6, encodeBase64(new Uint8Array(31))), 'bad_leaf'],
  };
}

/** What one may do to a value: replace a member, or leave it out. */
function changed(value: object, path: string, to?: unknown): object {
  const [name = '', ...rest] = path.split('.');
  const own: unknown = Reflect.get(value, name);
  const copy: Record<string, unknown> = { ...value };
  if (rest.length > 0 && typeof own === 'object' && own !== null) {
    const inner = changed(own, rest.join('.'), to);
    copy[name] = Array.isArray(own) ? Object.values(inner) : inner;
  } else if (to === undefined) delete copy[name];
  else copy[name] = to;
  return copy;
}

const [openedAt, createdAt, intentAt, outcomeAt] = [0, 3, 4, 5];

type BodyCases = readonly (readonly [
  name: string,
  value: object,
  change: readonly [path: string, to?: unknown],
  result: string,
])[];

const intent = sampleBody(intentAt);
const outcome = sampleBody(outcomeAt);
const opened = sampleBody(openedAt);
const created = sampleBody(createdAt);

const ownFields: BodyCases = [
  ['a field too many', opened, ['foo', 1], 'bad_body'],
  ['a field of another type', opened, ['count', 1], 'bad_body'],
  ['a field too few', opened, ['version'], 'bad_body'],
  ['no id', opened, ['id'], 'bad_body'],
  ['null for a field that may be absent', intent, ['workspace', null], 'bad_body'],
  ['without a field that may be absent', intent, ['workspace'], 'ok'],
  ['a number for a text', opened, ['version', 1], 'bad_body'],
  ['an empty text', opened, ['version', ''], 'ok'],
  ['a text for a count', outcome, ['http', '200'], 'bad_body'],
  ['a negative count', outcome, ['http', -1], 'bad_body'],
  ['a count of 0', outcome, ['http', 0], 'ok'],
  ['a text for a boolean', intent, ['stream', 'true'], 'bad_body'],
  ['a word that is not in the list', outcome, ['status', 'fine'], 'bad_body'],
  ['a word in capitals', outcome, ['status', 'OK'], 'bad_body'],
];

const members: BodyCases = [
  ['a member too many', created, ['credential.region', 'eu'], 'bad_body'],
  ['a member too few', created, ['credential.last4'], 'bad_body'],
  ['a member of another type', created, ['credential.version', '1'], 'bad_body'],
  ['provider none in a request', intent, ['provider', 'none'], 'ok'],
  ['provider none in a credential', created, ['credential.provider', 'none'], 'bad_body'],
  ['an empty list', intent, ['pii', []], 'ok'],
  ['an object for a list', intent, ['pii', {}], 'bad_body'],
  ['a wrong item in a list', intent, ['pii.0.action', 'hide'], 'bad_body'],
  ['a change of a field that is not in the list', created, ['changes.0.field', 'key'], 'bad_body'],
  ['a change to an integer', created, ['changes.0.new', -1], 'ok'],
  ['a change to a boolean', created, ['changes.0.new', true], 'bad_body'],
  ['usage of unknown source', outcome, ['usage', { source: 'unknown' }], 'ok'],
  ['usage of unknown source with tokens', outcome, ['usage.source', 'unknown'], 'bad_body'],
];

const commonFields: BodyCases = [
  ['an id in capitals', opened, ['id', opened.id.toUpperCase()], 'bad_body'],
  ['an id of another kind', opened, ['id', opened.id.replace('aud', 'req')], 'bad_body'],
  ['an id that is no UUIDv7', opened, ['id', `aud_${'0'.repeat(32)}`], 'ok'],
  ['an actor of one type with the id of another', opened, ['actor.type', 'user'], 'ok'],
  ['an actor nobody knows', opened, ['actor.id', 'root'], 'bad_body'],
  ['obs_time of no such day', opened, ['obs_time', '2026-02-30T99:99:99.000000Z'], 'ok'],
  ['obs_time in milliseconds', opened, ['obs_time', '2026-01-02T03:04:05.000Z'], 'bad_body'],
  ['a nonce of 15 bytes', opened, ['nonce', 'AAAAAAAAAAAAAAAAAAAA'], 'bad_body'],
  ['a nonce with stray low bits', opened, ['nonce', `${'A'.repeat(21)}B==`], 'bad_body'],
  ['a commitment of 31 bytes', intent, ['req.commit', `${'A'.repeat(42)}==`], 'bad_body'],
  ['v 2', opened, ['v', 2], 'unknown_body'],
  ['v 2 and nothing else in order', { v: 2 }, ['x', null], 'unknown_body'],
  ['v as text', opened, ['v', '1'], 'bad_body'],
  ['v 0', opened, ['v', 0], 'bad_body'],
  ['no v', opened, ['v'], 'bad_body'],
  ['an unknown type', opened, ['type', 'log.dreamt'], 'unknown_body'],
  ['a type that every object has', opened, ['type', 'constructor'], 'unknown_body'],
  ['no type', opened, ['type'], 'bad_body'],
  ['a type that is a number', opened, ['type', 1], 'bad_body'],
];

/** Bodies at the edge of what their type takes; `result` is ok or the code of the error. */
export function bodyEdges() {
  return {
    about: 'Bodies to judge by their fields; what the class of the leaf must be is not asked',
    bodies: [
      ...[openedAt, createdAt, intentAt, outcomeAt].map((index) => ({
        name: `entry ${index} as written`,
        body: encodeBody(sampleBody(index)),
        result: 'ok',
      })),
      ...[...ownFields, ...members, ...commonFields].map(([name, value, [path, to], result]) => ({
        name,
        body: canonicalJson(changed(value, path, to)),
        result,
      })),
      { name: 'an array', body: '[]', result: 'bad_body' },
      { name: 'a text', body: '"x"', result: 'bad_body' },
      { name: 'not canonical', body: '{"v": 2}', result: 'bad_json' },
    ],
  };
}
