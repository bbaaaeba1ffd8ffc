import { expect } from 'vitest';
import { random } from '../conformance/audit-node.ts';
import type { Browser } from '../control/browser.ts';
import { anotherTenant } from '../control/control-site.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';

/** A token of another workspace of the same organisation. */
export async function tokenOfAnotherWorkspace({ admin, control }: GatewaySite): Promise<string> {
  const id = random.id('ws');
  await control.database.asSuperuser(
    `INSERT INTO workspace (tenant_id, workspace_id, slug, name, is_default, created_at)
      SELECT tenant_id, $1, 'staging', 'Staging', false, now() FROM user_account WHERE email = $2`,
    [id, 'sri@bank.example'],
  );
  return tokenFrom(admin, id);
}

/** A token of another organisation that has the same key, and so the same account at OpenAI. */
export async function tokenOfAnotherTenant({ control }: GatewaySite): Promise<string> {
  const stranger = await anotherTenant(control, 'budi@other.example');
  const reply = await stranger.post('/api/credentials', {
    provider: 'openai',
    name: 'production-openai',
    api_key: control.providerKey,
    base_url: `${control.emulator.url}/v1`,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return tokenFrom(stranger);
}

async function tokenFrom(browser: Browser, workspaceId?: string): Promise<string> {
  const reply = await browser.post('/api/tokens', {
    name: 'another service',
    expires_in_days: 30,
    ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().jwt;
}
