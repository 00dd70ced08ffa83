/** The formats of `validate`: what programs read must hold whatever a manifest says. */
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { githubReporter } from '../../../client/src/cli/formats/github.ts';
import { jsonLinesReporter, jsonReporter } from '../../../client/src/cli/formats/json.ts';
import { junitReporter } from '../../../client/src/cli/formats/junit.ts';
import type { FileReport, Finding, Reporter } from '../../../client/src/cli/formats/report.ts';
import { type SarifSources, sarifReporter } from '../../../client/src/cli/formats/sarif.ts';
import { textReporter } from '../../../client/src/cli/formats/text.ts';
import { type Output, outputTo } from '../../../client/src/cli/output.ts';

const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 9 } };
const error: Finding = {
  code: 'memory-invalid',
  severity: 'error',
  message: 'The unit is one letter.',
  range,
};
const warning: Finding = { ...error, code: 'port-ignored', severity: 'warning', message: 'It is ignored.' };
const hint: Finding = { ...error, code: 'image-moving', severity: 'hint', message: 'It moves.' };

const faulty: FileReport = { file: 'deploy/a.yaml', kind: 'apply bare', diagnostics: [error, warning, hint] };
const good: FileReport = { file: 'b.json', kind: 'install value', diagnostics: [] };

function outputInto(lines: string[]): Output {
  return outputTo(
    { write: (text) => lines.push(text.replace(/\n$/, '')) > 0, isTTY: false },
    { write: () => true },
  );
}

async function written(
  make: (output: Output) => Reporter,
  reports: readonly FileReport[],
  maxWarnings?: number,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const reporter = make(outputInto(lines));
  for (const report of reports) reporter.file(report);
  const all = reports.flatMap(({ diagnostics }) => diagnostics);
  const number = (severity: string) => all.filter((it) => it.severity === severity).length;
  await reporter.end({
    files: reports.length,
    errors: number('error'),
    warnings: number('warning'),
    ...(maxWarnings !== undefined && { maxWarnings }),
  });
  return lines;
}

describe('findings as text', () => {
  it('are one a line, as compilers write them, and counted', async () => {
    expect(await written(textReporter, [faulty, good])).toEqual([
      'deploy/a.yaml:3:5: error: The unit is one letter. [memory-invalid]',
      'deploy/a.yaml:3:5: warning: It is ignored. [port-ignored]',
      'deploy/a.yaml:3:5: hint: It moves. [image-moving]',
      'deploy/a.yaml: apply bare: 1 error, 1 warning',
      'b.json: install value: 0 errors, 0 warnings',
      '2 files: 1 error, 1 warning',
    ]);
  });

  it('stay on their line whatever a manifest says', async () => {
    const message = 'There is no `x\n::stop-commands::y`.';
    const [line] = await written(textReporter, [{ ...good, diagnostics: [{ ...error, message }] }]);
    expect(line).toContain('`x\\n::stop-commands::y`');
  });
});

describe('findings as JSON Lines', () => {
  it('are an event each, then their file, then all', async () => {
    const events = (await written(jsonLinesReporter, [faulty, good])).map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual([
      'finding',
      'finding',
      'finding',
      'file',
      'file',
      'summary',
    ]);
    expect(events[0]).toEqual({ event: 'finding', file: 'deploy/a.yaml', ...error });
    expect(events[3]).toEqual({
      event: 'file',
      file: 'deploy/a.yaml',
      kind: 'apply bare',
      errors: 1,
      warnings: 1,
    });
    expect(events[5]).toEqual({ event: 'summary', files: 2, errors: 1, warnings: 1 });
  });

  it('come as soon as a file is checked', () => {
    const lines: string[] = [];
    jsonLinesReporter(outputInto(lines)).file(good);
    expect(lines).toHaveLength(1);
  });
});

it('findings as JSON are one array', async () => {
  const [text = ''] = await written(jsonReporter, [faulty, good]);
  expect(JSON.parse(text)).toEqual([faulty, good]);
});

describe('findings for GitHub Actions', () => {
  it('are annotations of lines', async () => {
    expect(await written(githubReporter, [faulty])).toEqual([
      '::error file=deploy/a.yaml,line=3,endLine=3,col=5,endColumn=10,title=memory-invalid::The unit is one letter.',
      '::warning file=deploy/a.yaml,line=3,endLine=3,col=5,endColumn=10,title=port-ignored::It is ignored.',
      '::notice file=deploy/a.yaml,line=3,endLine=3,col=5,endColumn=10,title=image-moving::It moves.',
      'Checked deploy/a.yaml: apply bare: 1 error, 1 warning',
      'Checked 1 file: 1 error, 1 warning',
    ]);
  });

  it('name no columns of a finding over several lines, which GitHub would not heed', async () => {
    const wide = { ...error, range: { start: range.start, end: { line: 5, character: 0 } } };
    const [line] = await written(githubReporter, [{ ...faulty, diagnostics: [wide] }]);
    expect(line).toMatch(/^::error file=deploy\/a\.yaml,line=3,endLine=6,title=/);
  });

  it('let neither a manifest nor a name of a file give commands', async () => {
    const file = 'a:b,c\n::set-output name=x::y.yaml';
    const message = '100%\r\n::error::planted';
    const lines = await written(githubReporter, [{ file, kind: null, diagnostics: [{ ...error, message }] }]);
    expect(lines[0]).toMatch(
      /^::error file=a%3Ab%2Cc%0A%3A%3Aset-output name=x%3A%3Ay\.yaml,.*::100%25%0D%0A::error::planted$/,
    );
    for (const line of lines.slice(1)) expect(line).toMatch(/^Checked .*$/);
  });
});

describe('findings as JUnit', () => {
  it('are one suite a file and one test a finding; what is good is a test too', async () => {
    const text = (await written(junitReporter, [faulty, good])).join('\n');
    expect(text).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="kanto-manifest" tests="4" failures="1">
        <testsuite name="deploy/a.yaml" tests="3" failures="1" errors="0" skipped="0">
          <testcase classname="deploy/a.yaml" name="memory-invalid 3:5">
            <failure type="memory-invalid" message="The unit is one letter.">deploy/a.yaml:3:5: error: The unit is one letter.</failure>
          </testcase>
          <testcase classname="deploy/a.yaml" name="port-ignored 3:5">
            <system-out>deploy/a.yaml:3:5: warning: It is ignored.</system-out>
          </testcase>
          <testcase classname="deploy/a.yaml" name="image-moving 3:5">
            <system-out>deploy/a.yaml:3:5: hint: It moves.</system-out>
          </testcase>
        </testsuite>
        <testsuite name="b.json" tests="1" failures="0" errors="0" skipped="0">
          <testcase classname="b.json" name="install value"/>
        </testsuite>
      </testsuites>"
    `);
  });

  it('fail for warnings where there are more than are allowed', async () => {
    const failures = async (maxWarnings: number) =>
      /failures="(\d+)"/.exec((await written(junitReporter, [faulty], maxWarnings)).join('\n'))?.[1];
    expect(await failures(1)).toBe('1');
    expect(await failures(0)).toBe('2');
  });

  it('hold nothing that XML does not', async () => {
    const message = '<a b="c">&amp;]]>\u0000\u001b\ud800\ufffe\n';
    const text = (await written(junitReporter, [{ ...good, diagnostics: [{ ...error, message }] }])).join(
      '\n',
    );
    expect(text).toContain(
      'message="&lt;a b=&quot;c&quot;&gt;&amp;amp;]]&gt;\\u0000\\u001b\\ud800\\ufffe&#10;"',
    );
  });
});

describe('findings as SARIF', () => {
  const page = '# memory-invalid';
  const sources: SarifSources = {
    version: '1.2.3',
    ruleText: async (code) =>
      code === 'memory-invalid' ? { severity: 'error', summary: 'The limit is none.', page } : undefined,
  };
  async function log(...reports: FileReport[]): Promise<Log['runs'][number]> {
    const [text = ''] = await written((output) => sarifReporter(output, sources), reports);
    const { version, runs }: Log = JSON.parse(text);
    expect(version).toBe('2.1.0');
    const [run] = runs;
    if (run === undefined) throw new Error('The log has no run.');
    return run;
  }

  it('are results with their level and place, counted from one', async () => {
    const { results = [], columnKind } = await log(faulty);
    expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['memory-invalid', 'error'],
      ['port-ignored', 'warning'],
      ['image-moving', 'note'],
    ]);
    expect(results[0]?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'deploy/a.yaml', uriBaseId: 'SRCROOT' },
          region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 10 },
        },
      },
    ]);
    expect(columnKind).toBe('utf16CodeUnits');
  });

  it('bring their rules along: what they say, where, and how grave', async () => {
    const { tool, results = [] } = await log(faulty);
    expect(tool.driver).toMatchObject({ name: 'kanto-manifest', semanticVersion: '1.2.3' });
    const rules = tool.driver.rules ?? [];
    expect(rules[results[0]?.ruleIndex ?? -1]).toEqual({
      id: 'memory-invalid',
      shortDescription: { text: 'The limit is none.' },
      defaultConfiguration: { level: 'error' },
      help: { text: 'The limit is none.', markdown: page },
    });
    for (const { ruleIndex = -1, ruleId } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('bring their fixes along', async () => {
    const place = { start: { line: 2, character: 7 }, end: { line: 2, character: 9 } };
    const fix = { title: 'Write "512M"', edits: [{ range: place, newText: 'M' }] };
    const { results = [] } = await log({ ...faulty, diagnostics: [{ ...error, fix }] });
    expect(results[0]?.fixes).toEqual([
      {
        description: { text: 'Write "512M"' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'deploy/a.yaml', uriBaseId: 'SRCROOT' },
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 8, endLine: 3, endColumn: 10 },
                insertedContent: { text: 'M' },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('name files by URIs, whatever they are called', async () => {
    const uriOf = async (file: string) =>
      (await log({ ...faulty, file })).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
    expect(await uriOf('a folder/ü#1.yaml')).toEqual({
      uri: 'a%20folder/%C3%BC%231.yaml',
      uriBaseId: 'SRCROOT',
    });
    expect(await uriOf('/elsewhere/a.yaml')).toEqual({ uri: 'file:///elsewhere/a.yaml' });
    expect(await uriOf('-')).toEqual({ uri: 'stdin', uriBaseId: 'SRCROOT' });
  });

  it('say how the call ended', async () => {
    expect((await log(faulty)).invocations).toEqual([{ executionSuccessful: true, exitCode: 1 }]);
    expect((await log(good)).invocations).toEqual([{ executionSuccessful: true, exitCode: 0 }]);
  });
});
