import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  exitMeanings,
  exitStatus,
  statusOfFault,
  statusOfRun,
  usageStatus,
} from '../../../client/src/cli/exit.ts';
import { helpText } from '../../../client/src/cli/help.ts';
import { type FaultCode, fault } from '../../../client/src/errors.ts';
import type { Finished, UpdateRun } from '../../../client/src/updates/run.ts';
import { run as runOf } from '../ui/samples.ts';

describe('the exit status', () => {
  it('is told once, the same in the help and in the documentation', () => {
    const page = readFileSync(new URL('../../../docs/command-line-devices.md', import.meta.url), 'utf8');
    const rows = page.split('\n').map((line) => line.replace(/ +/g, ' '));
    for (const [status, meaning] of exitMeanings) {
      expect(helpText()).toContain(`\n  ${status}  ${meaning}\n`);
      expect(rows).toContain(`| ${status} | ${meaning} |`);
    }
    expect(exitMeanings.map(([status]) => status)).toEqual([...new Set(Object.values(exitStatus))]);
  });

  it.each<[FaultCode, number]>([
    ['connection-refused', 3],
    ['tls-self-signed', 3],
    ['no-listener', 3],
    ['credentials-refused', 4],
    ['not-authorized', 4],
    ['subscription-refused', 4],
    ['rejected-by-device', 5],
    ['device-restarted', 6],
    ['response-timeout', 7],
    ['connection-lost', 7],
    ['end-unknown', 7],
    ['not-confirmed', 8],
    ['manifest-has-errors', 1],
    ['would-crash-device', 1],
    ['file-unreadable', 1],
    ['url-with-credentials', 2],
  ])('of an apply that ends with %s is %i', (code, status) => {
    expect(statusOfFault(fault(code, ''), 'apply')).toBe(status);
  });

  it('of plan and drift is never 2 for a wrong call: that says that the device differs', () => {
    expect(['plan', 'drift', 'apply', undefined].map(usageStatus)).toEqual([1, 1, 2, 2]);
    expect(statusOfFault(fault('url-malformed', ''), 'drift')).toBe(1);
  });

  it.each<[string, Partial<UpdateRun>, number]>([
    ['that has completed', { finished: end('COMPLETED', true) }, 0],
    [
      'that the device confirms',
      { finished: end('COMPLETED', true), confirmed: { time: 0, differences: [] } },
      0,
    ],
    [
      'after which the device reports something else',
      { finished: end('COMPLETED', true), confirmed: { time: 0, differences: ['a is missing.'] } },
      6,
    ],
    ['that is incomplete', { finished: end('INCOMPLETE', false) }, 6],
    ['that the device judged and refused', { finished: end('IDENTIFICATION_FAILED', false) }, 5],
    ['of software that was refused', { finished: end('FINISHED_REJECTED', false) }, 5],
    ['of software that failed', { finished: end('FINISHED_ERROR', false) }, 6],
    ['whose end was not heard', { fault: fault('update-silent', '') }, 7],
    ['whose end is unknown', { fault: fault('end-unknown', '') }, 7],
  ])('of an update %s', (_, run, status) => {
    expect(statusOfRun(runOf(run))).toBe(status);
  });
});

function end(status: string, ok: boolean): Finished {
  return { status, ok, actions: [], time: 0 };
}
