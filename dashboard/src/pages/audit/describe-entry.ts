import type {
  AuditFactType,
  KeyRotation,
  OutcomeStatus,
} from '../../../../src/domain/audit/fact.ts';
import { providers } from '../../../../src/domain/credential/credential.ts';
import { isErrorCode } from '../../api/api-error.ts';
import type { Language } from '../../app/i18n/languages.ts';
import { providerNames } from '../../components/provider-choices.ts';
import { shortId } from '../../components/short-id.ts';
import { isAuditFactType } from './audit-search.ts';
import { evidenceSentences, missing, type Says } from './describe-evidence.ts';
import { type FactReader, readerOf, visible } from './fact-reader.ts';

/** The reasons of a fact are error codes; they are told in words too. */
type Reason = (fact: FactReader) => string;
type Describe = (fact: FactReader, says: Says, reasonOf: Reason) => string;

interface DescribedEntry {
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What an entry says, as one sentence. A type that this page does not know yet is named by its code. */
export function describeEntry(entry: DescribedEntry, language: Language): string {
  if (!isAuditFactType(entry.type)) return visible(entry.type);
  const { says } = language.text.audit;
  const reasonOf: Reason = (fact) => {
    const code = fact.text('reason');
    if (code === undefined) return says.noReason;
    return isErrorCode(code) ? language.errorMessage(code).replace(/\.$/, '') : code;
  };
  return sentences[entry.type](readerOf(entry.body), says, reasonOf);
}

/** One sentence for each type. A type that is missing here does not compile. */
const sentences: Readonly<Record<AuditFactType, Describe>> = {
  'ai.request.intent': (fact, says) => says.intent(modelOf(fact), providerOf(fact, 'provider')),
  'ai.request.denied': (fact, says, reasonOf) => says.denied(modelOf(fact), reasonOf(fact)),
  'ai.request.held': (fact, says) => says.held(modelOf(fact), namesOf(fact, 'policies', 'matched')),
  'ai.request.outcome': describeOutcome,
  'credential.created': (fact, says) => says.credential.created(...credentialOf(fact)),
  'credential.rotated': (fact, says) => says.credential.rotated(...credentialOf(fact)),
  'credential.disabled': (fact, says) => says.credential.disabled(...namedCredentialOf(fact)),
  'credential.enabled': (fact, says) => says.credential.enabled(...namedCredentialOf(fact)),
  'credential.revoked': (fact, says) => says.credential.revoked(...credentialOf(fact)),
  'credential.rejected': (fact, says, reasonOf) =>
    says.credential.rejected(
      fact.text('name') ?? missing,
      providerOf(fact, 'provider'),
      reasonOf(fact),
    ),
  'token.created': (fact, says) => says.token.created(...tokenOf(fact)),
  'token.revoked': (fact, says) => says.token.revoked(...tokenOf(fact)),
  'tenant.created': (_, says) => says.tenantCreated,
  'tenant.opened': (_, says) => says.tenantOpened,
  'tenant.invited': (_, says) => says.tenantInvited,
  'user.invited': (fact, says) => says.user.invited(userOf(fact)),
  'user.joined': (fact, says) => says.user.joined(userOf(fact)),
  'user.role_changed': (fact, says) => says.user.role_changed(userOf(fact)),
  'user.disabled': (fact, says) => says.user.disabled(userOf(fact)),
  'user.enabled': (fact, says) => says.user.enabled(userOf(fact)),
  'settings.changed': (_, says) => says.settingsChanged,
  'model_alias.set': (fact, says) => says.modelAlias.set(...aliasOf(fact)),
  'model_alias.removed': (fact, says) => says.modelAlias.removed(...aliasOf(fact)),
  'policy.created': (fact, says) => says.policy.created(...policyNameOf(fact)),
  'policy.version_added': (fact, says) => says.policy.version_added(...policyOf(fact)),
  'policy.activated': (fact, says) => says.policy.activated(...policyOf(fact)),
  'policy.deactivated': (fact, says) => says.policy.deactivated(...policyOf(fact)),
  'policy.archived': (fact, says) => says.policy.archived(...policyNameOf(fact)),
  'approval.approved': (fact, says) => says.approval.approved(namesOf(fact, 'policies')),
  'approval.rejected': (fact, says) => says.approval.rejected(namesOf(fact, 'policies')),
  'approval.expired': (fact, says) => says.approval.expired(namesOf(fact, 'policies')),
  'inspection.changed': (_, says) => says.inspectionChanged,
  'declarations.changed': (_, says) => says.declarationsChanged,
  'key.rotation': describeKeyRotation,
  ...evidenceSentences,
  'auth.signed_in': (_, says) => says.signedIn,
  'auth.signed_out': (_, says) => says.signedOut,
  'auth.failed': describeFailedSignIn,
  'node.started': (fact, says) =>
    says.nodeStarted(fact.text('node') ?? missing, fact.text('version') ?? missing),
};

function describeOutcome(fact: FactReader, says: Says): string {
  const status = fact.text('status') ?? '';
  const http = fact.text('upstream_http') ?? fact.text('http') ?? missing;
  const sentence = isOutcomeStatus(status, says.outcome)
    ? says.outcome[status](http, fact.text('latency_ms') ?? missing)
    : says.outcome.unknown();
  const tokens = describeTokens(fact, says);
  return tokens === undefined ? sentence : `${sentence}, ${tokens}`;
}

/** Undefined where nothing is said about tokens, or by a source that this page does not know. */
function describeTokens(fact: FactReader, says: Says): string | undefined {
  const source = fact.text('usage', 'source');
  if (source === 'unknown') return says.tokens.unknown;
  if (source !== 'provider' && source !== 'estimated') return undefined;
  return says.tokens[source](
    fact.text('usage', 'input') ?? missing,
    fact.text('usage', 'output') ?? missing,
  );
}

function isOutcomeStatus(
  status: string,
  known: Readonly<Record<OutcomeStatus, unknown>>,
): status is OutcomeStatus {
  return Object.hasOwn(known, status);
}

function describeKeyRotation(fact: FactReader, says: Says): string {
  const step = fact.text('step') ?? '';
  const count = fact.text('rewrapped') ?? fact.text('opened') ?? missing;
  return isRotationStep(step, says.keyRotation)
    ? says.keyRotation[step](fact.text('to') ?? missing, count)
    : visible(`key.rotation ${step}`);
}

function isRotationStep(
  step: string,
  known: Readonly<Record<KeyRotation['step'], unknown>>,
): step is KeyRotation['step'] {
  return Object.hasOwn(known, step);
}

function describeFailedSignIn(fact: FactReader, says: Says, reasonOf: Reason): string {
  const sentence = says.signInFailed(reasonOf(fact));
  const count = fact.number('count') ?? 1;
  return count > 1 ? `${sentence}, ${says.times(String(count))}` : sentence;
}

/** What was asked for, and what that stood for. */
function modelOf(fact: FactReader): string {
  const requested = fact.text('model_requested') ?? '';
  if (requested === '') return missing;
  const model = fact.text('model') ?? requested;
  return model === requested ? requested : `${requested} (${model})`;
}

function aliasOf(fact: FactReader): [alias: string, model: string, provider: string] {
  const alias = fact.text('alias') ?? missing;
  return [alias, fact.text('model') ?? missing, providerOf(fact, 'provider')];
}

function providerOf(fact: FactReader, ...path: readonly string[]): string {
  const code = fact.text(...path);
  const provider = providers.find((known) => known === code);
  return provider === undefined ? (code ?? missing) : providerNames[provider];
}

function policyNameOf(fact: FactReader): [name: string] {
  return [fact.text('policy', 'name') ?? missing];
}

function policyOf(fact: FactReader): [name: string, version: string] {
  return [...policyNameOf(fact), fact.text('policy', 'version') ?? missing];
}

function namesOf(fact: FactReader, ...path: readonly string[]): string {
  const names = fact.texts(...path);
  return names.length === 0 ? missing : names.join(', ');
}

function credentialOf(fact: FactReader): [name: string, provider: string, last4: string] {
  return [...namedCredentialOf(fact), fact.text('credential', 'last4') ?? missing];
}

function namedCredentialOf(fact: FactReader): [name: string, provider: string] {
  return [fact.text('credential', 'name') ?? missing, providerOf(fact, 'credential', 'provider')];
}

function userOf(fact: FactReader): string {
  const id = fact.text('user');
  return id === undefined ? missing : shortId(id);
}

function tokenOf(fact: FactReader): [name: string, last4: string] {
  return [fact.text('token', 'name') ?? missing, fact.text('token', 'last4') ?? missing];
}
