export const modelAllowlist = `name: model-allowlist
priority: 70
scope: tenant
mode: monitor
match:
  # The models that are approved; * stands for any text.
  model: {not: [gpt-4o-mini, gpt-4o, claude-sonnet-*]}
effect: {deny: {code: model_not_allowed}}
message: This model is not approved. Ask for one of the approved models.
framework_mapping: [iso-42001/A.6.2.2, nist-ai-rmf/GOVERN-1.1]
tests:
  - name: a model that is not approved is blocked
    given: {request.model: o3}
    expect: {decision: deny, code: model_not_allowed}
  - name: an approved model may be used
    given: {request.model: gpt-4o}
    expect: {decision: allow, matched: false}
  - name: a version of an approved family may be used
    given: {request.model: claude-sonnet-4-5}
    expect: {decision: allow, matched: false}
`;
