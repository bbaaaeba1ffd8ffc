import { type BodyOutline, matchBody } from './body-pattern.ts';
import { type Check, isRecord, objectOf } from './body-shape.ts';
import type { AuditBody } from './fact.ts';
import { bodyFrame, factShapes } from './fact-shape.ts';
import { AuditFormatError } from './format-error.ts';
import { encodeStrict, parseCanonical } from './jcs.ts';

/** Version of the bodies that this code writes. */
const bodyVersion = 1;

const checkOfType = new Map<string, Check>(
  Object.entries(factShapes).map(([type, shape]) => [type, objectOf({ ...bodyFrame, ...shape })]),
);

/**
 * The body of a leaf: the fact and the common fields as canonical JSON.
 * @throws AuditFormatError `bad_body` for a field that its type does not have, `bad_json` for a value beyond the
 * limits of `encodeStrict`
 */
export function encodeBody(body: AuditBody): string {
  checkBody(body);
  return encodeStrict(body);
}

/**
 * Reads a body as strictly as it is written.
 * @throws AuditFormatError `bad_json`, `bad_body`; `unknown_body` when a later version of Monago wrote it
 */
export function parseBody(text: string): AuditBody {
  return matchBody(text) === undefined ? parseStrictly(text) : JSON.parse(text);
}

/**
 * Takes and refuses what `parseBody` does. Of most bodies it makes no value: a verifier asks it of every entry.
 * @throws AuditFormatError as `parseBody`
 */
export function outlineBody(text: string): BodyOutline {
  return matchBody(text) ?? outlineOf(parseStrictly(text));
}

function parseStrictly(text: string): AuditBody {
  const value = parseCanonical(text);
  checkBody(value);
  return value;
}

function outlineOf(body: AuditBody): BodyOutline {
  const { type, id } = body;
  switch (body.type) {
    case 'ai.request.intent':
      return { type, id, intent: undefined, requestId: body.request_id };
    case 'ai.request.outcome':
      return { type, id, intent: body.intent, requestId: body.request_id };
    default:
      return { type, id, intent: undefined, requestId: undefined };
  }
}

function checkBody(value: unknown): asserts value is AuditBody {
  if (!isRecord(value)) throw new AuditFormatError('bad_body', 'the body is not an object');
  const { v: version, type } = value;
  if (!isVersion(version)) throw new AuditFormatError('bad_body', 'field v is not a version');
  if (version !== bodyVersion)
    throw new AuditFormatError('unknown_body', `version ${String(version)}`);
  if (typeof type !== 'string') throw new AuditFormatError('bad_body', 'field type is not text');
  const check = checkOfType.get(type);
  if (check === undefined) throw new AuditFormatError('unknown_body', `type ${type}`);
  const fault = check.faultOf(value);
  if (fault !== undefined) throw new AuditFormatError('bad_body', `${type}: field ${fault}`);
}

function isVersion(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
