/** What `npm test` makes of vitest's report, and of a second look at what failed. */
import { describe, expect, it } from 'vitest';
import { afterSecondLook, outcomeOf } from '../../../scripts/lib/vitest.mjs';

const sums = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 };
const good = { name: 'good.test.ts', status: 'passed', message: '', assertionResults: [] };
const bad = {
  name: 'bad.test.ts',
  status: 'failed',
  message: '',
  assertionResults: [
    { status: 'passed', fullName: 'holds', failureMessages: [] },
    {
      status: 'failed',
      fullName: 'breaks',
      failureMessages: [`Error: it broke\n${'    at somewhere\n'.repeat(30)}`],
    },
  ],
};

describe('a report', () => {
  it('gives the files that failed, and each failed test with the first lines of why', () => {
    const { outcome, files } = outcomeOf({ ...sums, testResults: [good, bad] });
    expect(files).toEqual(['bad.test.ts']);
    expect(outcome).toMatchObject({ passed: 3, failed: 1, skipped: 1 });
    expect(outcome.failures).toHaveLength(1);
    expect(outcome.failures?.[0]).toMatch(/^bad\.test\.ts > breaks\nError: it broke\n/);
    expect(outcome.failures?.[0]?.split('\n').length).toBeLessThan(20);
  });

  it('counts a file that cannot be loaded as one failure', () => {
    const broken = {
      name: 'broken.test.ts',
      status: 'failed',
      message: 'SyntaxError: odd',
      assertionResults: [],
    };
    const { outcome } = outcomeOf({ ...sums, numFailedTests: 0, testResults: [good, broken] });
    expect(outcome).toMatchObject({ failed: 1, failures: ['broken.test.ts\nSyntaxError: odd'] });
  });
});

describe('a second look', () => {
  const first = { passed: 10, failed: 2, skipped: 0, failures: ['one', 'two'] };

  it('that passes names what failed as unsteady, and counts it as passed', () => {
    const second = { passed: 4, failed: 0, skipped: 0 };
    expect(afterSecondLook(first, second)).toEqual({
      passed: 12,
      failed: 0,
      skipped: 0,
      failures: [],
      unsteady: ['one', 'two'],
    });
  });

  it('that fails leaves the failure as it was', () => {
    expect(afterSecondLook(first, { passed: 3, failed: 1, skipped: 0 })).toBe(first);
  });
});
