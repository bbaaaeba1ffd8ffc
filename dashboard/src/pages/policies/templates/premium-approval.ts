export const premiumApproval = `name: premium-model-approval
priority: 40
scope: tenant
mode: monitor
match:
  # The models that cost most.
  model: [o3, o3-pro, gpt-5-pro, claude-opus-*]
unless: |
  "ai-research" in principal.teams
effect:
  # Whoever may decide approvals; the caller waits half a minute, then polls.
  require_approval: {timeout_minutes: 60, wait_seconds: 30}
message: This model needs an approval. Use another model if it cannot wait.
framework_mapping: [iso-42001/A.6.2.6, eu-ai-act/art-14]
tests:
  - name: an expensive model waits for an approval
    given: {request.model: claude-opus-4-1}
    expect: {decision: hold}
  - name: an ordinary model does not
    given: {request.model: gpt-4o}
    expect: {decision: allow, matched: false}
  - name: researchers need no approval
    given: {request.model: o3, principal.teams: [ai-research]}
    expect: {decision: allow, matched: false}
`;
