import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { settings } from '../src/config.ts';
import type { Endpoint } from '../src/contract/endpoint.ts';
import { controlErrors } from '../src/contract/endpoint-errors.ts';
import { controlEndpoints } from '../src/contract/endpoints.ts';
import { type GatewayEndpoint, gatewayEndpoints } from '../src/contract/gateway-endpoints.ts';
import { providers } from '../src/domain/credential/credential.ts';
import { errorTable } from '../src/domain/error-table.ts';
import { auditFieldsPage } from './audit-fields.ts';

const note = 'Generated from the code by `npx tsx scripts/generate-reference.ts`; do not edit.';
const folder = new URL('../docs/reference/', import.meta.url);

/** The pages of docs/reference that tables in the code decide, by file name. */
export function referencePages(): Readonly<Record<string, string>> {
  return { 'errors.md': errors(), 'settings.md': allSettings(), 'endpoints.md': endpoints() };
}

function errors(): string {
  const rows = Object.entries(errorTable).map(([code, row]) => [
    `\`${code}\``,
    String(row.status),
    `\`${row.type}\``,
    row.message,
    'retry' in row ? 'yes' : '',
  ]);
  return page('Errors', [
    'Every error that Monago answers with. Codes are stable; messages may be reworded.',
    '',
    'The gateway writes them in the shape of the endpoint:',
    '',
    '- OpenAI: `{"error":{"message","type","param","code"}}`, with the type of this table;',
    '- Anthropic: `{"type":"error","error":{"type","message","details":{"error_code"}},"request_id"}`, with the code as `error_code`',
    '  and the type that Anthropic has for the status;',
    '- Bedrock: `{"message","code"}`, with the exception that AWS has for the status in the header `x-amzn-errortype`.',
    '',
    'The control plane writes them as problem details (RFC 9457) with the members `type`, `title`, `status`, `code`, `request_id`',
    'and, where there is one, `detail`, `provider_detail`, `param`, `errors`. "Retry" means that the same call may succeed if it is',
    'simply sent again; errors of the gateway without it carry `x-should-retry: false`.',
    '',
    ...table(['code', 'status', 'type', 'message', 'retry'], rows),
  ]);
}

function allSettings(): string {
  const rows = Object.entries(settings).map(([name, schema]) => {
    const { description = '', default: fallback } = z.toJSONSchema(schema, { io: 'input' });
    return [`\`${name}\``, defaultOf(name, fallback), description];
  });
  return page('Settings', [
    'Monago reads its settings from the environment, once, at start. Any of them also works as `<NAME>_FILE`, the path of a file',
    'that holds the value. All problems are reported together, and Monago does not start with one.',
    '',
    ...table(['name', 'default', 'meaning'], rows),
  ]);
}

// What a default is computed from differs from machine to machine; the page must not.
const computed: Readonly<Record<string, string>> = { MONAGO_NODE: 'the name of the host' };

function defaultOf(name: string, fallback: unknown): string {
  const words = computed[name];
  if (words !== undefined) return words;
  return fallback === undefined || fallback === '' ? '' : `\`${String(fallback)}\``;
}

function endpoints(): string {
  return page('Endpoints', [
    'The same table mounts the routes, types the dashboard and is served as OpenAPI 3.1 at `/openapi.json`.',
    '',
    '## Gateway',
    '',
    'With an access token, in any of the headers `Authorization: Bearer …`, `x-api-key` and `api-key`. Endpoints marked opt-in',
    'answer only when `MONAGO_EXTRA_ENDPOINTS` lists them. What is not in this table answers 404 `unsupported_endpoint`; see',
    '[unsupported endpoints](../guides/unsupported-endpoints.md). How requests get to a provider: [dialects](../guides/dialects.md).',
    '',
    ...table(
      ['endpoint', 'what it does', 'providers', 'errors are', 'offered'],
      gatewayRows().map((row) => [
        nameOf(row),
        row.summary,
        providersOf(row),
        row.purpose === 'models' ? 'openai or anthropic' : row.shape,
        row.offered,
      ]),
    ),
    '',
    '`HEAD /` answers 200 without a token: clients ask it to see whether there is a server.',
    '',
    `Errors besides what the provider itself answers: ${codes(gatewayEndpoints['chat.completions'].errors)};`,
    'for responses that the workspace has not made, `not_found`.',
    '',
    `The lists of models ask no provider: ${codes(gatewayEndpoints['models.list'].errors)}.`,
    '',
    '## Control plane',
    '',
    'With the session cookie of a signed-in person. What changes something is taken only from the dashboard’s own origin:',
    '`Sec-Fetch-Site: same-origin`, or, without that header, an `Origin` equal to Monago’s own. Some take an API key that was made',
    'for it in place of a session, as `Authorization: Bearer …`.',
    '',
    ...table(['endpoint', 'permission', 'what it does', 'errors'], controlRows(undefined)),
    '',
    '### In cloud mode only',
    '',
    'For the platform’s operator (`super_admin`). On-premise these endpoints do not exist.',
    '',
    ...table(['endpoint', 'permission', 'what it does', 'errors'], controlRows('cloud')),
  ]);
}

function gatewayRows(): GatewayEndpoint[] {
  return Object.values(gatewayEndpoints);
}

function providersOf({ purpose, provider }: GatewayEndpoint): string {
  if (purpose === 'models') return 'none is asked';
  return provider ?? providers.join(', ');
}

function controlRows(mode: Endpoint['mode']): string[][] {
  const rows: Endpoint[] = Object.values(controlEndpoints);
  return rows
    .filter((row) => row.mode === mode)
    .map((row) => [nameOf(row), permissionOf(row), row.summary, codes(controlErrors(row))]);
}

function permissionOf({ access, apiKey }: Endpoint): string {
  if (access === 'public') return 'public';
  return apiKey === undefined ? `\`${access}\`` : `\`${access}\`, or an API key for it`;
}

function nameOf({ method, path }: Endpoint): string {
  return `\`${method} ${path}\``;
}

function codes(list: readonly string[]): string {
  return list.map((code) => `\`${code}\``).join(', ');
}

function page(title: string, lines: readonly string[]): string {
  return `# ${title}\n\n${note}\n\n${lines.join('\n')}\n`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, text] of Object.entries(referencePages())) {
    writeFileSync(new URL(file, folder), text);
  }
  writeFileSync(new URL('../formats/audit-fields.md', folder), auditFieldsPage());
}
