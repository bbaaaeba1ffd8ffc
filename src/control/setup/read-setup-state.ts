import type { Control } from '../control.ts';

/** Whether Monago still waits to be set up. */
export async function readSetupState(use: Control): Promise<{ state: 'open' | 'done' }> {
  return { state: (await use.sessions.isSetUp()) ? 'done' : 'open' };
}
