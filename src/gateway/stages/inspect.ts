import { type Inspection, inspectSegments } from '../../domain/inspection/inspection.ts';
import { toolNamesIn } from '../../domain/protocol/segments/offered-tools.ts';
import type { Segments } from '../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../domain/protocol/segments/segments-of.ts';
import { assessRisk } from '../../domain/risk/assess-risk.ts';
import type { RiskAssessment } from '../../domain/risk/risk-assessment.ts';
import type { RiskEvidence } from '../../domain/risk/risk-evidence.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { GatewayRequest } from '../gateway-request.ts';
import type { Governance } from '../govern/governance.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { textsAround } from '../prompt/texts-around.ts';

const uninspectable: Segments = { segments: [], unread: ['*/*'] };

// Not exported: only `inspect` can make one.
class Inspected {
  readonly #isInspected = true;
  readonly prompt: Prompt;
  readonly segments: Segments;
  readonly inspection: Inspection;
  readonly evidence: RiskEvidence;
  readonly risk: RiskAssessment;
  readonly governance: Governance;

  constructor(
    prompt: Prompt,
    { governance, segments }: Pick<Inspected, 'governance' | 'segments'>,
    isLate: () => boolean,
  ) {
    this.prompt = prompt;
    this.segments = segments;
    this.governance = governance;
    this.inspection = inspectSegments(this.segments, governance.detectors, isLate);
    this.evidence = {
      where: 'request',
      status: this.inspection.status,
      findings: this.inspection.findings,
      injection: this.inspection.injection,
      context: {
        bytes: prompt.body.length,
        hasUnreadMedia: this.inspection.unread.length > 0,
        tools: toolNamesIn(prompt.members),
      },
    };
    this.risk = assessRisk(this.evidence);
  }

  get isInspected(): boolean {
    return this.#isInspected;
  }
}

/** A prompt that the detectors have seen; `decide` takes nothing else. */
export type InspectedPrompt = Inspected;

// A megabyte takes a tenth of this. Whoever waits longer holds up every other request of the node.
const timeMaxMs = 1_500;

/**
 * Runs the detectors over every text of the prompt. A detector that breaks, or runs out of time, is no error here: nothing is
 * known then, and policy goes by that.
 * @throws MonagoError `policy_blocked` while the tenant's policies cannot be used
 */
export function inspect(prompt: Prompt, caller: Caller, exchange: Exchange): InspectedPrompt {
  const { directory, governances, clock } = exchange.use;
  const governance = governances.of(directory.governance(caller.tenantId));
  exchange.governance = governance;
  const segments = segmentsIn(prompt, exchange.request);
  const end = clock.monotonic() + timeMaxMs;
  const inspected = new Inspected(prompt, { governance, segments }, () => clock.monotonic() > end);
  exchange.inspection = inspected.inspection;
  exchange.risk = inspected.risk;
  return inspected;
}

/** What stands around the body as well: the provider gets to see it. */
function segmentsIn(prompt: Prompt, request: GatewayRequest): Segments {
  const { segments, unread } = prompt.isInspectable
    ? segmentsOf(prompt.members, request.endpoint.wire)
    : uninspectable;
  const around = textsAround(request, prompt);
  return { segments: around.length === 0 ? segments : [...segments, ...around], unread };
}
