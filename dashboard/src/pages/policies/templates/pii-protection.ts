/** Identity numbers come back in the answer, contact data do not. */
export const piiProtection = `name: pii-protection
priority: 60
scope: tenant
mode: monitor
when: |
  pii.any(["NIK", "KK", "NPWP", "BPJS", "PASSPORT", "CREDIT_CARD", "BANK_ACCOUNT", "EMAIL", "PHONE", "STREET_ADDRESS"])
effect:
  # The provider sees a token in place of the value; the answer has the value again.
  - tokenise: {types: [NIK, KK, NPWP, BPJS, PASSPORT, CREDIT_CARD, BANK_ACCOUNT]}
  - redact: {types: [EMAIL, PHONE, STREET_ADDRESS], style: mask}
  - log: {content: redacted}
framework_mapping: [uu-pdp-2022/art-35, iso-27001/A.8.11]
tests:
  - name: a NIK does not reach the provider
    given: {pii: {NIK: 1}}
    expect: {decision: redact, obligations: {redact: {NIK: tokenise}}}
  - name: an email address is masked
    given: {pii: {EMAIL: 2}}
    expect: {decision: redact, obligations: {redact: {EMAIL: mask}, log: redacted}}
  - name: a request without personal data stays as it is
    expect: {decision: allow, matched: false}
  - name: everything is hidden while personal data cannot be looked for
    failed: [pii]
    expect: {decision: redact}
`;
