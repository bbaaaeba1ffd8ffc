/** Verifying and exporting the log, and the proof of one entry. */
export const enAuditVerify = {
  head: {
    label: 'State of the log',
    details: 'Names, hashes and checks',
    size: 'Entries',
    newest: 'Newest',
    none: 'None yet',
    verified: 'Verified',
    witnessed: 'Witnessed',
    anchored: 'Anchored',
    notYet: 'Not yet',
    notSetUp: 'Not set up',
    nothingYet: 'Nothing yet',
    toTheEnd: (index: string) => `To index ${index}, the newest`,
    toIndex: (index: string, behind: string) => `To index ${index}, ${behind} behind`,
    byMonago: 'By Monago itself,',
    by: (name: string, others: number) =>
      others > 0 ? `By ${name} and ${others} more,` : `By ${name},`,
    byQuorum: 'By quorum,',
    byQuorumBehind: (furthest: string) => `By quorum; the furthest to index ${furthest},`,
    quorumOpen: 'Not yet by a quorum',
    noWitness: 'No witness cosigns this log',
    noAnchor: 'No checkpoint is kept elsewhere',
    verdicts: {
      verified: 'Verified',
      unchecked: 'No check has seen all of it',
      incomplete: 'Not everything could be checked',
      tampered: 'Tampering was found',
    },
    origin: 'Log',
    keyId: 'Signing key',
    verifierKey: 'verifier key',
    root: 'Root hash',
    checkpointWhat: 'checkpoint',
    selfCheck: 'Last full check',
    selfChecked: {
      verified: (size: string) => `${size} entries, nothing found`,
      tampered: (size: string, findings: string) =>
        `${size} entries, tampering: ${findings} findings`,
      incomplete: (size: string, findings: string) =>
        `${size} entries, not everything could be checked: ${findings} findings`,
    },
    witnesses: 'Witnesses',
    anchors: 'Anchors',
    sinks: 'Sent on to',
    entries: (count: string) => `${count} entries`,
    failingSince: 'failing since',
  },
  warnings: {
    frozen: 'The log is frozen and takes no entries',
    frozenText: (reason: string) =>
      `Reason: ${reason}. Requests to AI providers are refused until an operator has looked into it.`,
    tampered: 'Monago found that its log was tampered with',
    incomplete: 'Monago could not check all of its log',
    findingText: (finding: string | undefined) =>
      finding === undefined
        ? 'Export the log, verify it offline and compare it with an earlier export.'
        : `First finding: ${finding}. Export the log, verify it offline and compare it with an earlier export.`,
    silent: 'The log is silent',
    silentText:
      'While Monago runs, it writes an entry at least every ten minutes, unless the operator set another time. Either nothing is written any more, or the end of the log is missing.',
    failing: 'Not everybody outside hears of the log',
    failingText: (names: string) => `No answer, or a refusal, from: ${names}.`,
    open: (count: string) => `Calls without an outcome: ${count}`,
    openText: 'They were begun over an hour ago, and nobody knows how they ended.',
  },
  verify: {
    action: 'Verify log',
    title: 'Verify the log in this browser',
    intro:
      'This browser fetches every entry, hashes it again, rebuilds the tree, and compares root and signature. Nothing that the server says about itself is believed.',
    honest:
      'This page comes from the server that it checks. For proof that does not depend on it, export the log and verify it offline.',
    start: 'Verify',
    stop: 'Stop',
    again: 'Verify again',
    starting: 'Reading the checkpoint',
    progress: (read: string, total: string, perSecond: string) =>
      `${read} of ${total} entries, ${perSecond} a second`,
    trust: {
      label: 'Whose signature counts',
      remembered: (day: string) => `The key that this browser remembers since ${day}`,
      rememberedHint: (size: string, at: string) =>
        `Finds out if the key was replaced, or if the ${size} entries that this browser verified on ${at} are not the same any more.`,
      first: 'The key that the server names now',
      firstHint:
        'Shows that the log agrees with itself, and little more the first time: a server that lies could name any key. This browser remembers the key, so that it counts from the next time on.',
      given: 'A policy that you have from elsewhere',
      givenHint:
        'The strongest: the file that was pinned when the log was opened (audit/trusted on the server), from your auditor or operator.',
      policy: 'Policy',
      upload: 'Choose a file',
      uploadHint: 'It stays in this browser.',
      problems: {
        malformed: 'This is not a policy.',
        other_log: 'This policy is of another log.',
      },
    },
    failed: {
      unreachable: 'The log could not be read to its end',
      malformed: 'What the server sent is no log',
    },
    outcomes: {
      verified: 'Every entry is the one that was signed, and none is missing',
      unsigned: 'The entries agree, but the signature was not checked',
      incomplete: 'Not everything could be checked',
      tampered: 'Tampering proven',
    },
    outcomeTexts: {
      verified: 'All checks below ran, and none of them found anything.',
      unsigned:
        'This browser can check signatures only where the page came over HTTPS or from the same machine. Verify offline instead.',
      incomplete: 'What was checked is in order; what is missing or unknown is below.',
      tampered:
        'The log is not what was signed. Keep an export of it as evidence before anything else.',
    },
    worth: {
      remembered:
        'The key is the one that this browser remembers, and the log still begins with what it verified before.',
      first:
        'The key is the one that the server named just now; this browser remembers it from now on.',
      given: 'The key is the one of the policy that you gave.',
    },
    read: (read: string, size: string, seconds: string) =>
      `${read} of ${size} entries read in ${seconds} s.`,
    showBad: (index: string) => `Show entry ${index}, the first at fault`,
    atIndex: (index: string) => `entry ${index}`,
    expected: 'Expected',
    actual: 'Found',
    openCalls: (count: string) =>
      `${count} calls have no outcome, more than an hour later. That is a matter to look into, and no tampering.`,
    checksRan: 'Checks that ran',
    checkStates: { passed: 'Nothing found', failed: 'Findings', not_run: 'Not checked' },
    checks: {
      V0: 'Every file is there',
      V1: 'The policy is the trusted one',
      V2: 'Checkpoints are well-formed and of this log',
      V3: 'A trusted key signed them',
      V4: 'Witnesses cosigned',
      V5: 'The entries have the signed number and root',
      V6: 'Every tile is that of the entries',
      V7: 'Every entry is well-formed and in its place',
      V8: 'Every entry names the hash of the one before',
      V9: 'The counter of each class has no gap',
      V10: 'Time never goes back',
      V11: 'Every body is canonical and complete',
      V12: 'The log begins with what was verified earlier',
      V13: 'Every outcome belongs to one call',
      V14: 'Content opens its commitment',
      V15: 'Only what was announced is pruned',
      V16: 'Time stamps hold',
      V17: 'The newest entry is recent',
    },
  },
  proof: {
    verify: 'Verify this entry',
    receipt: 'Download receipt',
    included: 'In the log, under a signed root',
    unsigned: 'In the tree; the signature was not checked here',
    includedText: (hashes: string, size: string) =>
      `Hashed in this browser: ${hashes} hashes lead from it to the root over ${size} entries.`,
    rememberedKey: 'Signed by the key that this browser remembers.',
    namedKey:
      'Signed by the key that the server names now. Verify the log once, and this browser remembers it.',
    notIncluded: 'This entry is not in the log',
    notIncludedText:
      'What is shown here does not lead to the signed root. Export the log and verify it offline.',
    failed: 'The proof could not be made',
    hashes: 'Hashes on the way to the root',
    root: (root: string) => `Root: ${root}`,
  },
  export: {
    action: 'Export',
    title: 'Export the log',
    text: 'Every entry, hash and checkpoint as one tar archive. Anyone can verify it offline, without access to Monago.',
    what: 'What',
    bundle: 'Evidence',
    records: 'Records',
    recordsText:
      'Entries for other systems, one record a line, oldest first. They are for reading and searching: what proves something is the evidence bundle. The export itself becomes an entry.',
    format: 'Format',
    formats: {
      jsonl: 'JSON Lines',
      ocsf: 'OCSF',
      cloudevents: 'CloudEvents',
      syslog: 'Syslog (RFC 5424)',
      cef: 'CEF',
      otlp: 'OpenTelemetry (OTLP)',
    },
    formatHints: {
      jsonl: 'Every field of the entry as it is in the log, with index, hash and class.',
      ocsf: 'Open Cybersecurity Schema Framework, for data lakes and SIEMs that speak it.',
      cloudevents: 'CNCF CloudEvents in JSON, for event buses.',
      syslog: 'Structured data and the whole entry as the message.',
      cef: 'Common Event Format, as ArcSight and many SIEMs read it.',
      otlp: 'OTLP log records in JSON, one request a line.',
    },
    recordTimes: 'In Jakarta time (WIB). Both empty: the whole log.',
    startRecords: 'Export records',
    start: 'Export evidence bundle',
    again: 'Export again',
    stop: 'Stop',
    done: 'Downloaded',
    failed: 'The export broke off',
    failedRecords: 'What had arrived was not saved. Try again.',
    failedText: 'A part of a bundle proves nothing about what is missing. Try again.',
    amount: (entries: string, size: string) => `${entries} entries, ${size}`,
    verify: 'Verify it with',
    command: 'command',
    key: 'The verifier names the key that signed the log. It must be this one:',
    keyWhat: 'verifier key',
  },
};
