import { type Fields, isFields } from '../server/json.ts';
import { invalidRequest } from './api-failure.ts';

const DEPTH_MAX = 16;

type Subject = {
  /** What the schema belongs to, as the error names it. */
  what: string;
  param: string;
};

/** In strict mode every object closes itself and requires each of its properties. */
export function requireStrictSchema(schema: unknown, subject: Subject): void {
  if (!isFields(schema)) return;
  visit(schema, [], subject);
}

function visit(schema: unknown, path: readonly string[], subject: Subject): void {
  if (!isFields(schema) || path.length > DEPTH_MAX) return;
  const properties = schema['properties'];
  if (schema['type'] === 'object' || properties !== undefined) requireClosed(schema, path, subject);
  if (isFields(properties)) visitEach(properties, [...path, 'properties'], subject);
  visit(schema['items'], [...path, 'items'], subject);
  for (const name of ['$defs', 'definitions']) {
    const parts = schema[name];
    if (isFields(parts)) visitEach(parts, [...path, name], subject);
  }
  const options = schema['anyOf'];
  if (!Array.isArray(options)) return;
  for (const [at, option] of options.entries()) visit(option, [...path, `anyOf${at}`], subject);
}

function visitEach(parts: Fields, path: readonly string[], subject: Subject): void {
  for (const [name, part] of Object.entries(parts)) visit(part, [...path, name], subject);
}

function requireClosed(schema: Fields, path: readonly string[], subject: Subject): void {
  if (schema['additionalProperties'] !== false) {
    throw invalidSchema(
      subject,
      path,
      "'additionalProperties' is required to be supplied and to be false.",
    );
  }
  const properties = schema['properties'];
  const required: unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const names = isFields(properties) ? Object.keys(properties) : [];
  const missing = names.find((name) => !required.includes(name));
  if (missing === undefined) return;
  const problem = `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  throw invalidSchema(subject, path, problem);
}

function invalidSchema({ what, param }: Subject, path: readonly string[], problem: string) {
  const context = path.map((step) => `'${step}'`).join(', ');
  const message = `Invalid schema for ${what}: In context=(${context}${path.length === 1 ? ',' : ''}), ${problem}`;
  return invalidRequest(
    message,
    param,
    what.startsWith('function') ? 'invalid_function_parameters' : null,
  );
}
