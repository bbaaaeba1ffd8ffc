import {
  type ClosableTransport,
  createOperatorTransport,
} from '../adapters/egress/operator-transport.ts';
import {
  type AnchorSettings,
  type AnchorSettingsOf,
  readAnchorSettings,
  readNamedFile,
} from '../adapters/evidence/anchor-settings.ts';
import { createFileAnchor } from '../adapters/evidence/file-anchor.ts';
import { createGitAnchor } from '../adapters/evidence/git-anchor.ts';
import { createObjectAnchor } from '../adapters/evidence/object-anchor.ts';
import { createTimestampAnchor } from '../adapters/evidence/timestamp-anchor.ts';
import { createWebhookAnchor } from '../adapters/evidence/webhook-anchor.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import { processEnvironment } from '../config.ts';
import type { CheckpointAnchor } from '../ports/checkpoint-anchor.ts';
import { openBucket } from './object-store.ts';
import type { OwnEndpoints } from './own-endpoints.ts';

/** The anchors of this deployment. */
export interface Anchors {
  readonly list: readonly CheckpointAnchor[];
  close(): Promise<void>;
}

/** Opens a line to one origin, with the certificates of a file where one is named. */
type OpenTransport = (url: string, caFile: string | undefined) => ClosableTransport;

const connectTimeoutMs = 5_000;

/** @throws EvidenceSettingsError */
export function openAnchors(file: string | undefined, own: OwnEndpoints): Anchors {
  const transports: ClosableTransport[] = [];
  const open: OpenTransport = (url, caFile) => {
    const transport = createOperatorTransport({
      origins: [new URL(url).origin],
      own: () => own.list(),
      connectTimeoutMs,
      ...(caFile === undefined ? {} : { ca: readNamedFile(caFile).toString('utf8') }),
      failure: (because) => new Error(because),
    });
    transports.push(transport);
    return transport;
  };
  const settings = file === undefined ? [] : readAnchorSettings(file);
  return {
    list: settings.map((one) => openAnchor(one, open)),
    close: async () => {
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}

function openAnchor(settings: AnchorSettings, open: OpenTransport): CheckpointAnchor {
  const { name, every: everyMs } = settings;
  switch (settings.kind) {
    case 'rfc3161': {
      const { url, authorities_file: file, ca_file: caFile } = settings;
      const authorities = readNamedFile(file).toString('utf8');
      return createTimestampAnchor({
        name,
        everyMs,
        url,
        authorities,
        transport: open(url, caFile),
      });
    }
    case 's3':
      return openObjectAnchor(settings, open);
    case 'git': {
      const environment = ownEnvironment();
      return createGitAnchor({
        name,
        everyMs,
        folder: settings.folder,
        remote: settings.remote,
        environment,
      });
    }
    case 'file':
      return createFileAnchor({ name, everyMs, folder: settings.folder });
    case 'webhook': {
      const { url, secret_file: file, ca_file: caFile } = settings;
      const secret = Buffer.from(readNamedFile(file).toString('utf8').trim());
      return createWebhookAnchor({
        name,
        everyMs,
        url,
        secret,
        transport: open(url, caFile),
        clock: systemClock,
      });
    }
  }
}

function openObjectAnchor(settings: AnchorSettingsOf<'s3'>, open: OpenTransport): CheckpointAnchor {
  const { name, every: everyMs, prefix, retain: retainMs, endpoint, ca_file: caFile } = settings;
  const store = openBucket(settings, {
    secretAccessKey: readNamedFile(settings.secret_access_key_file).toString('utf8').trim(),
    transport: open(endpoint, caFile),
  });
  return createObjectAnchor({ name, everyMs, store, prefix, retainMs, clock: systemClock });
}

/** What another program may see of the environment: Monago's own settings, secrets among them, are not for it. */
function ownEnvironment(): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(processEnvironment());
  return Object.fromEntries(entries.filter(([name]) => !/^(MONAGO_|DATABASE_URL$|PG)/.test(name)));
}
