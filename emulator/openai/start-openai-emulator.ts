import {
  type ListenOptions,
  type ProviderServer,
  startProviderServer,
} from '../server/provider-server.ts';
import { bodyTooLarge, failureReply } from './api-failure.ts';
import type { KeyRules } from './authorize.ts';
import { chooseReply } from './faulty-reply.ts';
import { requestedFault } from './requested-fault.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

export type EmulatorOptions = KeyRules & ListenOptions;

/** The API's base URL is `${url}/v1`. */
export type Emulator = ProviderServer<ScriptedFailure>;

/** A provider on loopback that answers as OpenAI's API does, and fails as scripted. */
export function startOpenAiEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const provider = {
    answer: (request, fault) => chooseReply(request, fault, options),
    requestedFault,
    bodyTooLarge: () => failureReply(bodyTooLarge()),
  } satisfies Parameters<typeof startProviderServer<ScriptedFailure>>[0];
  return startProviderServer(provider, options);
}
