export const injectionThreshold = `name: prompt-injection-threshold
priority: 95
scope: tenant
mode: monitor
# With tools an injection can do more, so less is enough.
when: risk.injection >= 90 || (risk.injection >= 75 && size(request.tools) > 0)
effect:
  - deny: {code: security_block}
  - flag: {tag: prompt-injection, severity: high}
message: This looks like prompt injection and was not sent.
framework_mapping: [owasp-llm-2025/LLM01]
tests:
  - name: a near-certain injection is blocked
    given: {risk.injection: 92}
    expect: {decision: deny, code: security_block}
  - name: a likely one with tools is blocked
    given: {risk.injection: 80, request.tools: [search]}
    expect: {decision: deny}
  - name: a likely one without tools is not
    given: {risk.injection: 80}
    expect: {decision: allow, matched: false}
  - name: an ordinary request with tools is not
    given: {risk.injection: 10, request.tools: [search]}
    expect: {decision: allow, matched: false}
  - name: without a score nothing passes
    failed: [risk.injection]
    expect: {decision: deny}
`;
