import type { InspectionSettings } from '../../src/domain/inspection/inspection-settings.ts';
import { defaultInspection } from '../../src/domain/inspection/inspection-settings.ts';
import type { GatewayPorts } from '../../src/gateway/gateway-ports.ts';
import type { GovernanceSettings } from '../../src/ports/directory.ts';

/** Policies that a test puts into force without the control plane; each document is one policy, in version 1. */
export class PoliciesOfTest {
  #settings: GovernanceSettings = settingsOf([], defaultInspection);

  /** @param documents where they say no mode, they are enforced */
  set(...documents: readonly string[]): void {
    this.#settings = settingsOf(documents, this.#settings.inspection);
  }

  setInspection(inspection: Partial<InspectionSettings>): void {
    const documents = this.#settings.policies.map(({ document }) => document);
    this.#settings = settingsOf(documents, { ...this.#settings.inspection, ...inspection });
  }

  clear(): void {
    this.#settings = settingsOf([], defaultInspection);
  }

  /** For `openGatewaySite({ ports })`. */
  readonly in = (ports: GatewayPorts): GatewayPorts => {
    const { directory } = ports;
    return {
      ...ports,
      directory: {
        isFresh: () => directory.isFresh(),
        token: (...given) => directory.token(...given),
        signingKey: (...given) => directory.signingKey(...given),
        activeCredential: (...given) => directory.activeCredential(...given),
        fallbackCredential: (...given) => directory.fallbackCredential(...given),
        gatewaySettings: (...given) => directory.gatewaySettings(...given),
        governance: (tenantId) => {
          const { workspaceSlug } = directory.governance(tenantId);
          return Object.assign(this.#settings, { workspaceSlug });
        },
      },
    };
  };
}

function settingsOf(
  documents: readonly string[],
  inspection: InspectionSettings,
): GovernanceSettings {
  return {
    policies: documents.map((document, at) => ({
      name: /^name: *(\S+)/m.exec(document)?.[1] ?? `policy-${at}`,
      version: 1,
      hash: `sha256:${'0'.repeat(64)}`,
      document: /^mode:/m.test(document) ? document : `mode: enforce\n${document}`,
    })),
    lists: new Map(),
    calendars: [],
    timeZone: 'Asia/Jakarta',
    inspection,
    workspaceSlug: () => undefined,
  };
}
