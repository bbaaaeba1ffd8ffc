import { expect, test } from 'vitest';
import { isPowerfulTool } from './powerful-tool.ts';

test.each([
  'sendEmail',
  'run_shell',
  'payments.refund',
  'mcp__files__delete',
  'EXEC',
  'code-interpreter',
])('a tool called %s acts', (name) => {
  expect(isPowerfulTool(name)).toBe(true);
});

test.each(['get_weather', 'searchOrders', 'read_user_profile', 'summary', 'postal_code', ''])(
  'a tool called "%s" only looks',
  (name) => {
    expect(isPowerfulTool(name)).toBe(false);
  },
);
