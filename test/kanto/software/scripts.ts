/** What a module's script does, and what the daemon tells of it. */
import { installsHello, moduleOf, operation, quiet, type Scenario } from './scenario.ts';

const dependency = (name: string, more = '') => `group=demo\nname=${name}\nversion=1\n${more}`;

export const scriptScenarios: readonly Scenario[] = [
  installsHello('a script that reports progress and leaves a dependency', {
    scripts: {
      hello: {
        steps: [
          { status: 'progress=10\n' },
          { status: 'progress=60\nmessage=copying\nstatusCode=7\n' },
          { installed: 'hello.prs', text: dependency('hello', 'type=software\n') },
          { status: 'progress=90\nmessage=done\n' },
        ],
      },
    },
  }),
  installsHello('a script that says nothing', { scripts: { hello: quiet } }),
  installsHello('a script that fails', {
    scripts: { hello: { steps: [{ stderr: 'no room' }], exitCode: 3 } },
  }),
  installsHello('a script that fails after it has said how far it came', {
    scripts: {
      hello: {
        steps: [{ status: 'progress=30\nmessage=halfway\nstatusCode=9\n' }, { stderr: 'no room' }],
        exitCode: 255,
      },
    },
  }),
  installsHello('the grammar of the status file', {
    scripts: {
      hello: {
        steps: [
          { status: 'progress=10' },
          { status: 'progress=101\n' },
          { status: 'progress=-1\n' },
          { status: 'progress=a\n' },
          { status: 'progress=12.5\n' },
          { status: 'Progress=11\n' },
          { status: 'progress = 12\n' },
          { status: 'progress= 13 \r\nmessage=with = sign\r\n' },
          { status: 'nothing\n\nmessage=only a message\n' },
          { status: 'progress=5\nmessage=only a message\n' },
          { status: 'progress=4\nmessage=only a message\n' },
          { status: 'message=first\nmessage=last\nprogress=+20\n' },
          { status: 'message=no line feed at the end\nprogress=99' },
          { status: 'statusCode=\n' },
          { status: 'statusCode=E7\n' },
          { status: 'progress=0\n' },
          { status: 'progress=8\nprogress=\n' },
          { status: ' message=indented\n' },
          { status: '\n' },
        ],
      },
    },
  }),
  installsHello('a last status that the end repeats', {
    scripts: { hello: { steps: [{ status: 'progress=70\nmessage=nearly\nstatusCode=OK\n' }] } },
  }),
  installsHello('a last status that cannot be read', {
    scripts: { hello: { steps: [{ status: 'progress=70\nmessage=nearly\n' }, { status: 'progress=80' }] } },
  }),
  {
    name: 'dependencies of several modules, in the order of their files',
    requisites: {
      scripts: {
        one: {
          steps: [
            { installed: 'z.prs', text: dependency('z') },
            { installed: 'sub/b.prs', text: dependency('b', 'type=\n') },
            { installed: 'sub/deep/c.prs', text: dependency('c') },
            { installed: 'not.txt', text: dependency('not') },
          ],
        },
        two: {
          steps: [
            { installed: 'a.prs', text: `${dependency('a=b')}unknown=x\nno sign\n` },
            { installed: 'sub/d.prs', text: dependency('d') },
          ],
        },
        three: { steps: [{ installed: 'z.prs', text: dependency('z', 'type=replaced') }] },
      },
    },
    run: ({ command, module }) =>
      command('install', operation('c', module('one'), module('two'), module('three'))),
  },
  installsHello(
    'dependencies in a folder that the metadata name',
    {
      scripts: {
        hello: { folder: 'left', steps: [{ installed: 'a.prs', text: dependency('a') }] },
      },
    },
    { metadata: { 'installed-deps': 'left' } },
  ),
  {
    name: 'a dependency that cannot be read spoils every install after it',
    requisites: {
      scripts: { bad: { steps: [{ installed: 'bad.prs', text: 'group=demo\nname=bad\n' }] }, good: quiet },
    },
    run: async ({ command, module, heard }) => {
      await command('install', operation('bad', module('bad')));
      await heard('"bad"', '/lastOperation', 'FINISHED');
      await command('install', operation('good', module('good')));
    },
  },
  {
    name: 'two modules, the first of which fails',
    requisites: { scripts: { one: { steps: [], exitCode: 4 }, two: quiet } },
    run: ({ command, module }) => command('install', operation('c', module('one'), module('two'))),
  },
  {
    name: 'two modules of one name and version',
    requisites: { scripts: { one: quiet } },
    run: ({ command, module }) => command('install', operation('c', module('one'), module('one'))),
  },
  {
    name: 'no install.sh',
    requisites: { files: { '/web.json': { body: '{}' } } },
    run: ({ command, artifacts }) =>
      command('install', operation('c', moduleOf('m', artifacts.artifact('/web.json')))),
  },
  {
    name: 'no artifact',
    run: async ({ command, heard }) => {
      await command('install', operation('c', moduleOf('m')));
      await heard('"c"', '/lastOperation', 'FINISHED');
      await command('download', operation('d', { softwareModule: { name: 'm', version: '1' } }));
    },
  },
];
