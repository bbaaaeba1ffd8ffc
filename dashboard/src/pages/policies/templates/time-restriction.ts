export const timeRestriction = `name: time-restriction
priority: 60
scope: tenant
mode: monitor
# In the time zone of the organisation; weekday 1 is Monday.
unless: |
  time.weekday <= 5 && time.hour >= 8 && time.hour < 18
  || "on-call" in principal.roles
effect: deny
message: Available Monday to Friday, 08:00 to 18:00.
framework_mapping: [iso-27001/A.5.15]
tests:
  - name: at night it is blocked
    given: {time.hour: 23}
    expect: {decision: deny, code: policy_blocked}
  - name: on Saturday it is blocked
    given: {time.weekday: 6}
    expect: {decision: deny}
  - name: on a weekday morning it is not
    given: {time.weekday: 1, time.hour: 8}
    expect: {decision: allow, matched: false}
  - name: at six in the evening it is over
    given: {time.weekday: 1, time.hour: 18}
    expect: {decision: deny}
  - name: who is on call may ask at night
    given: {time.hour: 23, principal.roles: [on-call]}
    expect: {decision: allow, matched: false}
`;
