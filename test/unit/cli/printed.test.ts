/** What strangers say must not command the system that runs the command line, and must stay readable. */
import { describe, expect, it } from 'vitest';
import { githubReporter } from '../../../client/src/cli/formats/github.ts';
import { quoted } from '../../../client/src/cli/formats/xml.ts';
import { outputTo } from '../../../client/src/cli/output.ts';
import { printed, printedCommand, printedLine } from '../../../client/src/cli/printed.ts';
import { growth, repeated } from '../timing.ts';

/** As the runners look for them (actions/runner: ActionCommand.cs; azure-pipelines-agent: Command.cs), a bit wider. */
function isCommand(line: string): boolean {
  const seen = line.replaceAll(/\p{DI}/gu, '');
  return /^\s*::.*::/.test(seen) || /##\w*\[/.test(seen);
}

const commands = [
  '::add-mask::x',
  '  \t::error file=a::b',
  '\u00a0::set-output name=a::b',
  '\u200b::error::b',
  ':\u200b:error:\u200b:b',
  'fine\n::stop-commands::x',
  'fine\n \n  ::group::x',
  '##[error]x',
  'a device said ##[add-mask]x',
  'a ##vso[task.setvariable variable=PATH]x',
  'a ##\u200bvso\u00ad[task.prependpath]x',
  'a #\u2060#[error]x',
  "a ###teamcity[buildStatus text='x']",
];

describe('what a stranger says', () => {
  it.each(commands)('is no command of a system that reads the log: %j', (text) => {
    expect(text.split('\n').some(isCommand)).toBe(true);
    expect(printed(text).split('\n').some(isCommand)).toBe(false);
    expect(isCommand(printedLine(text))).toBe(false);
  });

  it('can be read by people', () => {
    expect(printed('a ##vso[x] b')).toBe('a #\\u0023vso[x] b');
    expect(printed('  ::error::b')).toBe('  \\u003a:error::b');
    expect(printedLine('one\ntwo\u001b[2J')).toBe('one\\ntwo\\u001b[2J');
  });

  it.each([
    'containers:influx::x',
    '::1 does not answer',
    '## Heading',
    '#[x]',
    'a#b##c',
    'https://[::1]:8883',
    '# :: a::b',
  ])('stays as it is where no system takes it for a command: %j', (text) => {
    expect(printed(text)).toBe(text);
  });

  it.each(commands)('is the same text still where it stands in JSON: %j', (text) => {
    const value = { [text]: [text] };
    expect(JSON.parse(printed(JSON.stringify(value, null, 2)))).toEqual(value);
    expect(JSON.parse(printed(JSON.stringify(value)))).toEqual(value);
  });

  it('is the same text still in XML', () => {
    expect(quoted('##[error]')).toBe('#&#35;[error]');
  });

  it.each(['#', '#\u200b', ':', ': ', ' ', '\n', ' \n', '::a:\u200b', '\ufeff'])(
    'takes no longer than its length, of many %j',
    (sign) => {
      const of = (number: number) => () => printed(sign.repeat(number));
      // Eight short ones have the same length: they take as long, and a busy machine interrupts both alike.
      expect(growth(10, repeated(8, of(20_000)), of(160_000), 1)).toBeLessThan(3);
    },
  );
});

describe('a command that is meant', () => {
  it('is one, and nothing in it is another', () => {
    expect(printedCommand('::error file=a::b ##vso[x]\n::c::d')).toBe(
      '::error file=a::b #\\u0023vso[x]\\n::c::d',
    );
    expect(printedCommand('##[error]x')).toBe('#\\u0023[error]x');
  });

  it('comes from the reporter for GitHub alone', () => {
    const written: string[] = [];
    const output = outputTo({ write: (text) => written.push(text) }, { write: (text) => written.push(text) });
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const finding = { code: 'x', severity: 'error', message: '##[add-mask]a', range } as const;
    githubReporter(output).file({ file: 'a.yaml', kind: null, diagnostics: [finding] });
    output.line('::error::a');
    output.lines('a\n::error::a');
    output.note('a\n::error::a');
    const lines = written.join('').split('\n');
    expect(lines[0]).toBe(
      '::error file=a.yaml,line=1,endLine=1,col=1,endColumn=2,title=x::#\\u0023[add-mask]a',
    );
    expect(lines.slice(1).filter(isCommand)).toEqual([]);
  });
});
