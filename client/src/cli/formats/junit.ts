/** Findings as JUnit writes tests, for what shows test reports: one suite a file, one test a finding. */
import type { Output } from '../output.ts';
import { portablePath } from './paths.ts';
import { exceedsWarnings, type FileReport, type Finding, type Reporter, type Totals } from './report.ts';
import { quoted } from './xml.ts';

export function junitReporter(output: Output): Reporter {
  const reports: FileReport[] = [];
  return {
    file: (report) => {
      reports.push(report);
    },
    // Which warnings are failures is known at the end.
    end(totals) {
      const suites = reports.map((report) => suite(report, totals));
      const sum = (name: 'tests' | 'failures') => suites.reduce((all, it) => all + it[name], 0);
      output.line('<?xml version="1.0" encoding="UTF-8"?>');
      output.line(`<testsuites name="kanto-manifest" tests="${sum('tests')}" failures="${sum('failures')}">`);
      for (const line of suites.flatMap((it) => it.lines)) output.line(line);
      output.line('</testsuites>');
    },
  };
}

function suite(report: FileReport, totals: Totals) {
  const name = quoted(portablePath(report.file));
  const isFailure = ({ severity }: Finding) =>
    severity === 'error' || (severity === 'warning' && exceedsWarnings(totals));
  const failures = report.diagnostics.filter(isFailure).length;
  const cases = report.diagnostics.flatMap((finding) => testCase(name, report, finding, isFailure(finding)));
  const tests = Math.max(1, report.diagnostics.length);
  const all =
    report.diagnostics.length > 0
      ? cases
      : [`    <testcase classname="${name}" name="${quoted(report.kind ?? 'no manifest')}"/>`];
  return {
    tests,
    failures,
    lines: [
      `  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0" skipped="0">`,
      ...all,
      '  </testsuite>',
    ],
  };
}

function testCase(classname: string, { file }: FileReport, finding: Finding, isFailure: boolean): string[] {
  const { code, severity, message, range } = finding;
  const line = range.start.line + 1;
  const place = `${portablePath(file)}:${line}:${range.start.character + 1}`;
  const text = quoted(`${place}: ${severity}: ${message}`);
  return [
    `    <testcase classname="${classname}" name="${quoted(`${code} ${line}:${range.start.character + 1}`)}">`,
    isFailure
      ? `      <failure type="${quoted(code)}" message="${quoted(message)}">${text}</failure>`
      : `      <system-out>${text}</system-out>`,
    '    </testcase>',
  ];
}
