/** What the demo puts into force, so that every page has something to show. */
export const demoPolicies: readonly string[] = [
  `name: hide-contact-data
priority: 20
mode: enforce
when: pii.any(["EMAIL", "PHONE", "CREDIT_CARD"])
effect:
  - {tokenise: {types: [EMAIL, PHONE, CREDIT_CARD]}}
message: Contact data reaches no provider.
framework_mapping: [uu-pdp-2022/art-16]
tests:
  - name: an address is hidden
    given: {pii: {EMAIL: 1}}
    expect: {decision: redact}
`,
  `name: national-id-stays-with-bedrock
priority: 80
mode: enforce
match: {provider: {not: bedrock}}
when: pii.count("NIK") > 0
effect: deny
message: NIK detected. Use the Bedrock route or remove the number.
framework_mapping: [uu-pdp-2022/art-35]
tests:
  - name: a NIK to OpenAI is blocked
    given: {request.provider: openai, pii: {NIK: 1}}
    expect: {decision: deny, code: pii_blocked}
  - name: a NIK to Bedrock passes
    given: {request.provider: bedrock, pii: {NIK: 1}}
    expect: {decision: allow}
  - name: no NIK, no block
    given: {request.provider: openai}
    expect: {decision: allow}
`,
  `name: restricted-data-needs-approval
priority: 70
mode: enforce
match: {classification: restricted}
effect: {require_approval: {timeout_minutes: 480}}
message: Restricted data is sent only once a second person has agreed.
tests:
  - name: restricted data waits
    given: {data.classification: restricted}
    expect: {decision: hold}
  - name: internal data does not
    given: {data.classification: internal}
    expect: {decision: allow}
`,
  `name: prompt-injection
priority: 90
mode: monitor
when: risk.injection >= 50
effect: deny
tests:
  - name: a likely attack
    given: {risk.injection: 80}
    expect: {decision: deny, code: security_block}
  - name: a harmless request
    given: {risk.injection: 10}
    expect: {decision: allow}
`,
];
