import type { Endpoint, EndpointInput, EndpointReply } from '../../../contract/endpoint.ts';
import {
  type ControlEndpointName,
  type ControlEndpoints,
  controlEndpoints,
} from '../../../contract/endpoints.ts';
import type { Call } from './call.ts';
import { type RawInput, readInput } from './read-input.ts';

/** A row of the contract with the code that answers it. */
export interface Route {
  readonly name: string;
  readonly endpoint: Endpoint;
  answer(raw: RawInput, call: Call): Promise<unknown>;
}

type Handler<N extends ControlEndpointName> = (
  input: EndpointInput<ControlEndpoints[N]>,
  call: Call,
) => Promise<EndpointReply<ControlEndpoints[N]>>;

/** Binds a handler to its row: the row's schemas are its types. */
export function route<N extends ControlEndpointName>(name: N, handler: Handler<N>): Route {
  const endpoint = controlEndpoints[name];
  return {
    name,
    endpoint,
    answer: async (raw, call) => handler(readInput(endpoint, raw), call),
  };
}
