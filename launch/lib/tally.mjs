/**
 * Counts from Vitest's JSON report: {passed, failed, skipped}. A file that could not be loaded has no tests of
 * its own and counts as one failure, and so does a run that ended badly with every test well.
 */
export function tally(report, exitCode) {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed, skipped };
}
