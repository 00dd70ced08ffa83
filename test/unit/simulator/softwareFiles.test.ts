/** The files of a module's script as the generic daemon reads them. */
import { describe, expect, it } from 'vitest';
import { dependenciesOf, withMoved } from '../../../client/src/simulator/softwareUpdate/dependencies.ts';
import { readStatus, StatusWatch } from '../../../client/src/simulator/softwareUpdate/statusFile.ts';

describe('the file status', () => {
  it.each([
    ['progress=10\n', { progress: 10, message: '', statusCode: '' }],
    [
      'progress= +7 \r\nmessage=a = b\r\nstatusCode=E7\r\n',
      { progress: 7, message: 'a = b', statusCode: 'E7' },
    ],
    ['message=first\nmessage=last\n', { progress: 0, message: 'last', statusCode: '' }],
    ['nothing\n\nstatusCode=\n', { progress: 0, message: '', statusCode: '' }],
  ])('%j is taken', (content, status) => {
    expect(readStatus(content)).toEqual(status);
  });

  it.each([
    '',
    '\n',
    'progress=10',
    'progress=10\nmessage=a',
    'Progress=1\n',
    'progress =1\n',
    ' message=a\n',
  ])('%j is taken no notice of', (content) => expect(readStatus(content)).toBeUndefined());

  it.each(['101', '-1', 'a', '', '1.5', '1 0'])('progress=%s spoils all of it', (progress) => {
    expect(readStatus(`message=a\nprogress=${progress}\n`)).toBeUndefined();
  });

  it('is told where it shows more progress or other words, not where it shows less', () => {
    const watch = new StatusWatch();
    const told = [
      'progress=0\n',
      'progress=5\n',
      'progress=4\n',
      'progress=4\nmessage=a\n',
      'message=a\n',
    ].map((content) => watch.look(content)?.progress);
    expect(told).toEqual([0, 5, undefined, 4, undefined]);
  });
});

describe('the files of what is installed', () => {
  const text = (name: string) => `group=g\nname=${name}\nversion=1\n`;
  const names = (...files: readonly (readonly [string, string])[]) =>
    dependenciesOf(new Map(files))?.map(({ name }) => name);

  it('are taken in the order of their paths, two levels deep', () => {
    expect(
      names(
        ['z.prs', text('z')],
        ['b/x.prs', text('bx')],
        ['b/c/d.prs', text('deep')],
        ['a.txt', ''],
        ['a.prs', text('a')],
      ),
    ).toEqual(['a', 'bx', 'z']);
  });

  it('are lost altogether where one says too little', () => {
    expect(names(['a.prs', text('a')], ['b.prs', 'group=g\nname=b\n'])).toBeUndefined();
  });

  it('give way to files of the same name, and folders to folders', () => {
    const before = new Map([
      ['a.prs', 'old'],
      ['b/x.prs', 'old'],
      ['c/x.prs', 'old'],
    ]);
    const moved = new Map([
      ['a.prs', 'new'],
      ['b/y.prs', 'new'],
    ]);
    expect(Object.fromEntries(withMoved(before, moved))).toEqual({
      'a.prs': 'new',
      'b/y.prs': 'new',
      'c/x.prs': 'old',
    });
  });
});
