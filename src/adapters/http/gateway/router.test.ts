import { describe, expect, test } from 'vitest';
import { gatewayEndpoints } from '../../../contract/gateway-endpoints.ts';
import { type Found, type NotFound, type Row, router } from './router.ts';

const rows: Row[] = [
  { api: 'responses.retrieve', endpoint: gatewayEndpoints['responses.retrieve'] },
  { api: 'responses.delete', endpoint: gatewayEndpoints['responses.delete'] },
  { api: 'responses.input_tokens', endpoint: gatewayEndpoints['responses.input_tokens'] },
  { api: 'messages.create', endpoint: gatewayEndpoints['messages.create'] },
  { api: 'bedrock.converse', endpoint: gatewayEndpoints['bedrock.converse'] },
];
const find = router(rows);

function apiOf(found: Found | NotFound): string {
  return 'row' in found ? found.row.api : found.refusal;
}

describe('an address', () => {
  test.each([
    ['GET', '/v1/responses/resp_1', 'responses.retrieve'],
    ['DELETE', '/v1/responses/resp_1?x=1', 'responses.delete'],
    ['POST', '/v1/responses/input_tokens', 'responses.input_tokens'],
    ['POST', '/v1/messages?beta=true', 'messages.create'],
    ['POST', '/v1/messages/batches', 'unsupported_endpoint'],
    ['POST', '/v1/files', 'unsupported_endpoint'],
    ['POST', '/v1/responses/resp_1/cancel', 'unsupported_endpoint'],
    ['POST', '/v1/Messages', 'unsupported_endpoint'],
    ['PUT', '/v1/messages', 'method_not_allowed'],
    ['POST', '/model/%zz/converse', 'invalid_request'],
    ['POST', '/model//converse', 'unsupported_endpoint'],
    ['POST', '/model/a/b/converse', 'unsupported_endpoint'],
  ])('%s %s is %s', (method, url, expected) => {
    expect(apiOf(find(method, url))).toBe(expected);
  });

  test.each([
    [
      '/model/us.anthropic.claude-sonnet-4-5-20250929-v1:0/converse',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    [
      '/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    ],
    [
      '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse',
      'arn:aws:bedrock:us-east-1:1:inference-profile/x',
    ],
  ])('%s names the model that it says, however it is escaped', (url, id) => {
    const found = find('POST', url);
    expect('row' in found && found.params['id']).toBe(id);
  });

  test('that allows other methods names them', () => {
    expect(find('PATCH', '/v1/responses/resp_1')).toMatchObject({ allow: ['GET', 'DELETE'] });
  });

  test.each([
    ['/v1/files', 'openai'],
    ['/v1/messages/batches', 'anthropic'],
    ['/model/x/async-invoke', 'bedrock'],
  ])('%s is refused in the words of its API: %s', (url, shape) => {
    expect(find('POST', url)).toMatchObject({ refusal: 'unsupported_endpoint', shape });
  });
});
