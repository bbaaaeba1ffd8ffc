import type { Fault } from '../server/fault.ts';
import { isFields } from '../server/json.ts';
import type { SeenRequest } from '../server/request-log.ts';
import { namedFault, namedFaults } from './named-faults.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

/** What a request asks to go wrong, in a header or in the name of its model. */
export function requestedFault(request: SeenRequest): Fault<ScriptedFailure> {
  const header = request.headers['x-emulator-fault'];
  if (typeof header === 'string') return namedFaults[header] ?? {};
  // Most requests ask for nothing: a search of the bytes spares them a second parse.
  if (!request.body.includes('fault-')) return {};
  return namedFault(modelOf(request.body)) ?? {};
}

function modelOf(body: Buffer): string {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isFields(value) ? String(value['model']) : '';
  } catch {
    return '';
  }
}
