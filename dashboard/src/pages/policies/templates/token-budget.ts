export const tokenBudget = `name: token-budget
priority: 20
scope: tenant
mode: monitor
# Who needs long texts belongs to this team.
unless: |
  "long-context" in principal.teams
effect:
  cap: {max_output_tokens: 2048, max_input_tokens: 16000}
message: A request has at most 16,000 tokens. Shorten it, or ask for access to long texts.
framework_mapping: [owasp-llm-2025/LLM10]
tests:
  - name: requests are capped
    expect: {decision: allow, matched: true, obligations: {max_output_tokens: 2048, max_input_tokens: 16000}}
  - name: the team for long texts is not
    given: {principal.teams: [long-context]}
    expect: {decision: allow, matched: false}
`;
