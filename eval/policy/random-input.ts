import { type PolicyInput, piiVariables } from '../../src/domain/policy/condition/variables.ts';
import { type CaseOptions, caseScope, entities, words } from './case-scope.ts';
import type { Random } from './random.ts';

/** A random request with its response. */
export function randomInput(random: Random, options: CaseOptions): PolicyInput {
  const writer = new InputWriter(random, options);
  return {
    request: writer.request(),
    principal: writer.principal(),
    pii: writer.pii(),
    risk: writer.risk(),
    data: { classification: random.pick(['public', 'confidential']), tags: writer.texts() },
    budget: writer.budget(),
    rate: { rpm_pct: writer.percent(), tpm_pct: writer.percent() },
    time: {
      hour: random.below(24),
      minute: random.below(60),
      weekday: 1 + random.below(7),
      date: '2026-11-22',
      calendars: caseScope.calendars.filter(() => random.chance(0.5)),
    },
    breakglass: { active: random.chance(0.5), ticket: writer.maybe(), approver: writer.maybe() },
    response: writer.response(),
    unknown: [],
  };
}

const hugeNumbers = [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 52];

class InputWriter {
  readonly #random: Random;
  readonly #options: CaseOptions;

  constructor(random: Random, options: CaseOptions) {
    this.#random = random;
    this.#options = options;
  }

  int(): number {
    const isHuge = this.#options.hasHugeNumbers && this.#random.chance(0.3);
    return isHuge ? this.#random.pick(hugeNumbers) : this.#random.below(120);
  }

  /** A multiple of 1/32, so that arithmetic on it is exact. */
  percent(): number {
    return Math.round(this.#random.fraction() * 4_000) / 32;
  }

  text(): string {
    return this.#random.pick(words);
  }

  texts(): readonly string[] {
    return words.filter(() => this.#random.chance(0.25));
  }

  maybe(): string | undefined {
    return this.#random.chance(0.5) ? this.text() : undefined;
  }

  flag(): boolean {
    return this.#random.chance(0.5);
  }

  request(): PolicyInput['request'] {
    return {
      id: 'req_1',
      workspace: this.text(),
      endpoint: this.#random.pick(['chat', 'messages', 'embeddings']),
      provider: this.#random.pick(['openai', 'anthropic', 'bedrock']),
      model: this.text(),
      model_requested: this.text(),
      region: this.text(),
      stream: this.flag(),
      input_tokens: this.int(),
      max_output_tokens: this.int(),
      messages: this.int(),
      has_system: this.flag(),
      attachments: this.texts(),
      has_unread_media: this.flag(),
      tools: this.texts(),
      source_ip: this.maybe(),
    };
  }

  principal(): PolicyInput['principal'] {
    const region = this.text();
    return {
      id: this.text(),
      type: this.#random.pick(['user', 'service']),
      roles: this.texts(),
      teams: this.texts(),
      mfa: this.flag(),
      key: this.text(),
      claims: this.flag() ? { region } : { region, department: this.text() },
    };
  }

  pii(): PolicyInput['pii'] {
    const findings = entities
      .filter(() => this.#random.chance(0.4))
      .map((type) => ({
        type,
        count: 1 + this.#random.below(4),
        confidence: this.#random.below(101),
        role: this.#random.pick(['system', 'user', 'assistant', 'tool'] as const),
      }));
    return piiVariables(findings);
  }

  risk(): PolicyInput['risk'] {
    return {
      score: this.int(),
      injection: this.int(),
      secrets: this.int(),
      anomaly: this.int(),
    };
  }

  budget(): PolicyInput['budget'] {
    return {
      day_pct: this.percent(),
      month_pct: this.percent(),
      request_usd: this.percent(),
      remaining_usd: this.percent(),
    };
  }

  response(): PolicyInput['response'] {
    return {
      provider: this.#random.pick(['openai', 'anthropic', 'bedrock']),
      model: this.text(),
      finish_reason: this.text(),
      output_tokens: this.int(),
      tool_calls: this.texts(),
      pii: this.pii(),
      risk: this.risk(),
    };
  }
}
