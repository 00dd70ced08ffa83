/** A rollout as JUnit writes tests: one suite a wave, one test a device. */
import type { Fault } from '../../errors.ts';
import type { DeviceReport, RolloutReport } from '../../rollout/report.ts';
import { phaseWords } from '../../words/rolloutWords.ts';
import { quoted } from './xml.ts';

/** `report`: absent where there was no rollout, for the fault alone. */
export function junitOfRollout(
  report: RolloutReport | undefined,
  fault: Fault | undefined,
): readonly string[] {
  const suites = [
    ...(report === undefined ? [] : suitesOf(report)),
    ...(fault === undefined ? [] : [faultSuite(fault)]),
  ];
  const sum = (name: 'tests' | 'failures' | 'errors') => suites.reduce((all, it) => all + it[name], 0);
  const counts = `tests="${sum('tests')}" failures="${sum('failures')}" errors="${sum('errors')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kanto-manifest rollout" ${counts}>`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
  ];
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly lines: readonly string[];
}

function suitesOf({ manifest, devices }: RolloutReport): readonly Suite[] {
  const waves = [...new Set(devices.map(({ wave }) => wave ?? 0))].sort((a, b) => a - b);
  return waves.map((wave) => {
    const name = wave === 0 ? `${manifest}: in no wave` : `${manifest}: wave ${wave}`;
    const members = devices.filter((it) => (it.wave ?? 0) === wave);
    return suite(
      name,
      members.map((device) => ({ name: device.device, verdict: verdictOf(device), device })),
    );
  });
}

type Verdict = 'passed' | 'failure' | 'error' | 'skipped';

/** What is not known, or was never sent, is no failure of the device: JUnit calls that an error. */
function verdictOf({ phase }: DeviceReport): Verdict {
  if (phase === 'succeeded') return 'passed';
  if (phase === 'failed') return 'failure';
  return phase === 'unknown' || phase === 'unreached' || phase === 'held' || phase === 'unplanned'
    ? 'error'
    : 'skipped';
}

interface Test {
  readonly name: string;
  readonly verdict: Verdict;
  readonly device: DeviceReport;
}

function suite(name: string, tests: readonly Test[]): Suite {
  const number = (verdict: Verdict) => tests.filter((it) => it.verdict === verdict).length;
  const failures = number('failure');
  const errors = number('error');
  const counts = `tests="${tests.length}" failures="${failures}" errors="${errors}" skipped="${number('skipped')}"`;
  return {
    tests: tests.length,
    failures,
    errors,
    lines: [
      `  <testsuite name="${quoted(name)}" ${counts}>`,
      ...tests.flatMap((test) => testCase(name, test)),
      '  </testsuite>',
    ],
  };
}

function testCase(suiteName: string, { name, verdict, device }: Test): readonly string[] {
  const { phase, message = '', started, ended } = device;
  const seconds =
    started === undefined || ended === undefined ? 0 : (Date.parse(ended) - Date.parse(started)) / 1000;
  const head = `<testcase classname="${quoted(suiteName)}" name="${quoted(name)}" time="${seconds}"`;
  const words = quoted(message === '' ? phaseWords(phase) : message);
  if (verdict === 'passed') return [`    ${head}/>`];
  const why =
    verdict === 'skipped'
      ? `<skipped message="${words}"/>`
      : `<${verdict} type="${phase}" message="${words}">${words}</${verdict}>`;
  return [`    ${head}>`, `      ${why}`, '    </testcase>'];
}

function faultSuite({ code, message }: Fault): Suite {
  const words = quoted(message);
  return {
    tests: 1,
    failures: 0,
    errors: 1,
    lines: [
      '  <testsuite name="rollout" tests="1" failures="0" errors="1" skipped="0">',
      '    <testcase classname="rollout" name="rollout">',
      `      <error type="${code}" message="${words}">${words}</error>`,
      '    </testcase>',
      '  </testsuite>',
    ],
  };
}
