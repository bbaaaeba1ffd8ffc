import { controlEndpoints } from '../../src/contract/endpoints.ts';
import { controlDrives, setup } from './control-drives.ts';
import { Gate, type Plan } from './gate.ts';
import { targetsOf } from './rows.ts';
import { LeakSite } from './site.ts';

/** A platform in the cloud, and its operator, signed in. */
export async function openCloud(): Promise<Gate> {
  const preload = new URL('./child/loopback-in-the-cloud.mjs', import.meta.url);
  const gate = new Gate(
    await LeakSite.open({
      settings: { MONAGO_MODE: 'cloud', NODE_OPTIONS: `--import=${preload.href}` },
    }),
  );
  for (const target of targetsOf(controlEndpoints, controlDrives)) {
    if (target.name === 'setup.complete') await gate.succeed(target);
  }
  return gate;
}

let tenants = 0;

/** How the first administrator of a new tenant sets it up. */
export async function invitation(operator: Gate): Promise<Plan> {
  tenants += 1;
  const opened = await operator.post('/api/platform/tenants', { name: `Bank ${tenants}` });
  return setup(String(opened.json()['setup_link']), `administrator-${tenants}@bank.example`);
}

/** A new tenant, and its administrator, signed in. */
export async function openTenant(operator: Gate): Promise<Gate> {
  const { body } = await invitation(operator);
  const administrator = new Gate(operator.site, operator.mint);
  const reply = await administrator.post('/api/setup', { ...body });
  if (reply.status !== 201) throw new Error(`no tenant: ${reply.body.toString('utf8')}`);
  return administrator;
}
