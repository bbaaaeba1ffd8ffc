import {
  type ListenOptions,
  type ProviderServer,
  startProviderServer,
} from '../server/provider-server.ts';
import { bodyTooLarge, failureReply } from './api-failure.ts';
import type { KeyRules } from './authorize.ts';
import type { ChatRules } from './chat-request.ts';
import { chooseReply } from './faulty-reply.ts';
import { requestedFault } from './requested-fault.ts';
import { createResponseStore } from './response-store.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

export type EmulatorOptions = KeyRules & ListenOptions & Partial<ChatRules>;

/** The API's base URL is `${url}/v1`. */
export type Emulator = ProviderServer<ScriptedFailure>;

/** A provider on loopback that answers as OpenAI's API does, and fails as scripted. */
export function startOpenAiEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const account = {
    keys: options,
    chat: { acceptsStreamOptions: options.acceptsStreamOptions ?? true },
    responses: createResponseStore(),
  };
  const provider = {
    answer: (request, fault) => chooseReply(request, fault, account),
    requestedFault,
    bodyTooLarge: () => failureReply(bodyTooLarge()),
  } satisfies Parameters<typeof startProviderServer<ScriptedFailure>>[0];
  return startProviderServer(provider, options);
}
