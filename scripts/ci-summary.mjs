// Counts what the tests and the checks gave, and ends with the line that a build reads.
import { readFileSync } from 'node:fs';

const [reportPath, testCode, ...checks] = process.argv.slice(2);

/** A file that could not even be loaded has no test that failed, and still counts as one failure. */
function countTests(path) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function readCounts(path) {
  try {
    return countTests(path);
  } catch (failure) {
    console.log(`The tests left no report: ${failure.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const counts = readCounts(reportPath);
// An error outside any test, or nothing to run at all, shows in the exit code or the count alone.
if (counts.failed === 0 && (testCode !== '0' || counts.passed === 0)) counts.failed = 1;
for (const check of checks) {
  const [name, code] = check.split('=');
  if (code === '0') counts.passed += 1;
  else {
    counts.failed += 1;
    console.log(`Failed: ${name}`);
  }
}
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
