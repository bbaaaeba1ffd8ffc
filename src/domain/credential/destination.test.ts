import { describe, expect, test } from 'vitest';
import { MonagoError } from '../errors.ts';
import { canonicalDestination, parseDestination } from './destination.ts';

describe('a base URL has one canonical destination', () => {
  test.each([
    ['https://api.openai.com/v1', 'https://api.openai.com:443/v1'],
    ['https://api.openai.com:443/v1/', 'https://api.openai.com:443/v1'],
    ['HTTPS://API.OpenAI.com/v1', 'https://api.openai.com:443/v1'],
    ['https://gateway.example', 'https://gateway.example:443'],
    ['http://127.0.0.1:9000/v1', 'http://127.0.0.1:9000/v1'],
    ['http://llm_gateway:9000/v1', 'http://llm_gateway:9000/v1'],
    ['http://[0:0::1]:9000/v1', 'http://[::1]:9000/v1'],
    ['http://[::1]:9000/v1', 'http://[::1]:9000/v1'],
  ])('%s', (baseUrl, destination) => {
    expect(canonicalDestination(baseUrl)).toBe(destination);
    expect(canonicalDestination(destination)).toBe(destination);
  });

  test('its parts are read back without the brackets of an address', () => {
    expect(parseDestination('http://[::1]:9000/v1')).toEqual({
      scheme: 'http',
      host: '::1',
      port: 9000,
      prefix: '/v1',
    });
  });
});

describe('bad_base_url', () => {
  test.each([
    'file:///etc/passwd',
    'ftp://api.openai.com/',
    'javascript:alert(1)',
    'api.openai.com/v1',
    '//api.openai.com/v1',
    'https://user:pass@api.openai.com/v1',
    'https://user@api.openai.com/v1',
    'https://api.openai.com/v1?key=1',
    'https://api.openai.com/v1#top',
    'https://api.openai.com/v1/../admin',
    'https://api.openai.com/v1/%2e%2e/admin',
    'https://api.openai.com//v1',
    'https://api.openai.com./v1',
    'https://api.openai.com\\@evil.example/v1',
    ' https://api.openai.com/v1',
    'https://api.openai.com/v1\r\nx: y',
    'https://①②⑦.0.0.1/v1',
    'https://api.openai.com:0/v1',
    'https://api.openai.com:99999/v1',
    `https://api.openai.com/${'a'.repeat(3000)}`,
    `https://proxy.example/sk-${'aB3-dE6_'.repeat(5)}/v1`,
    '',
  ])('%j', (baseUrl) => {
    const attempt = () => canonicalDestination(baseUrl);
    expect(attempt).toThrow(MonagoError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'bad_base_url' }));
  });
});
