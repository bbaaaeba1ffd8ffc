import type { Wire } from '../../domain/protocol/wire.ts';

/** Where a format is spoken at its provider. */
export function upstreamPath(wire: Wire, model: string, isStream: boolean): string {
  const name = encodeURIComponent(model);
  switch (wire) {
    case 'messages':
      return '/v1/messages';
    case 'converse':
      return `/model/${name}/${isStream ? 'converse-stream' : 'converse'}`;
    case 'invoke':
      return `/model/${name}/${isStream ? 'invoke-with-response-stream' : 'invoke'}`;
    case 'responses':
      return '/v1/responses';
    case 'embeddings':
      return '/v1/embeddings';
    case 'chat':
    case 'opaque':
      return '/v1/chat/completions';
  }
}
