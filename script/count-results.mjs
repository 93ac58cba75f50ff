// Adds up checks and tests for the last line of script/test, and gives its exit code.
import { readFileSync } from 'node:fs'

const { CHECKS, CHECKS_FAILED, TESTS_FAILED, RESULT } = process.env
let tests = { numPassedTests: 0, numFailedTests: 0, numFailedTestSuites: 0 }
try {
  tests = JSON.parse(readFileSync(RESULT, 'utf8'))
} catch {
  // The run broke off before it could write: its exit code says so.
}
const passed = tests.numPassedTests + Number(CHECKS) - Number(CHECKS_FAILED)
// A file that could not even be loaded has no failed tests, and yet it failed.
const failed = Math.max(tests.numFailedTests, TESTS_FAILED === '0' ? 0 : 1) + Number(CHECKS_FAILED)
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
