import type { Control } from '../control.ts';

/** Whether Monago still waits for somebody with a set-up link: its first person, or a tenant's that was invited. */
export async function readSetupState(use: Control): Promise<{ state: 'open' | 'done' }> {
  if (!(await use.sessions.isSetUp())) return { state: 'open' };
  if (use.mode === 'onprem') return { state: 'done' };
  return { state: (await use.tenants.hasOpenInvitation(use.clock.now())) ? 'open' : 'done' };
}
