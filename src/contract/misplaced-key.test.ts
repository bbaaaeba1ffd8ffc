import { describe, expect, test } from 'vitest';
import { newCredentialSchema, rotationSchema } from './credential-input.ts';
import { controlEndpoints } from './endpoints.ts';

// Of no provider's shape: only its being the key gives it away.
const plainKey = 'our own gateway key without any shape'.replaceAll(' ', '-');
const shapedKey = `sk-proj-${'aB3-dE6_'.repeat(6)}`;
const credential = { provider: 'openai', name: 'production', api_key: plainKey } as const;

function faultyFields(schema: typeof newCredentialSchema | typeof rotationSchema, body: object) {
  const parsed = schema.safeParse(body);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
}

describe('a key in a field that is kept as it was typed', () => {
  test.each(['name', 'region', 'base_url'])('%s: refused when it repeats the key', (field) => {
    for (const text of [plainKey, `https://host.example/${plainKey}/v1`, plainKey.toUpperCase()]) {
      expect(faultyFields(newCredentialSchema, { ...credential, [field]: text })).toContain(field);
    }
  });

  test('a rotation asks the same of what comes with the new key', () => {
    const body = { api_key: plainKey, base_url: `https://host.example/${plainKey}` };
    expect(faultyFields(rotationSchema, body)).toEqual(['base_url']);
  });

  test.each([
    ['credential.add', 'name', { ...credential, name: shapedKey }],
    ['token.create', 'name', { name: `my ${shapedKey}` }],
    ['tenant.create', 'name', { name: shapedKey }],
    ['model_alias.set', 'alias', { alias: shapedKey, provider: 'openai', model: 'gpt-4o' }],
    ['model_alias.set', 'model', { alias: 'house', provider: 'openai', model: shapedKey }],
    ['policy.create', 'document', { document: `name: x # ${shapedKey}` }],
    ['policy.create', 'note', { document: 'name: x', note: shapedKey }],
    ['policy.activate', 'reason', { number: 1, reason: shapedKey }],
    ['approval.decide', 'reason', { decision: 'reject', reason: shapedKey }],
    ['inspection.update', 'allow.0', { allow: [shapedKey] }],
    ['declarations.update', 'document', { document: `lists: {x: [${shapedKey}]}` }],
    ['session.create', 'email', { email: `${shapedKey}@bank.example`, password: 'x' }],
  ] as const)('%s: %s is refused when it looks like one', (endpoint, field, body) => {
    const parsed = controlEndpoints[endpoint].body.safeParse(body);
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
    expect(JSON.stringify(parsed.error?.issues)).not.toContain('dE6_');
  });

  test('a name and an address without it are fine', () => {
    const body = { ...credential, base_url: 'https://host.example/v1' };
    expect(faultyFields(newCredentialSchema, body)).toEqual([]);
  });
});
