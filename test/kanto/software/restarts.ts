/** The daemon ends in the middle, as by a loss of power, and is started again. */
import { moduleOf, operation, quiet, type Scenario } from './scenario.ts';
import type { ServedFile } from './slowArtifacts.ts';

const half = Buffer.alloc(1000, 'h');

function killedInDownload(name: string, file: Partial<ServedFile>): Scenario {
  return {
    name: `killed in the middle of a download, where ${name}`,
    requisites: { files: { '/half': { body: half, holdAt: 400, ...file } } },
    run: async ({ command, artifacts, heard, crash, restart }) => {
      await command('download', operation('c', moduleOf('m', artifacts.artifact('/half'))));
      await heard('"progress":40');
      await crash();
      await restart();
    },
  };
}

export const restartScenarios: readonly Scenario[] = [
  killedInDownload('the rest can be had', { parts: 'announced' }),
  killedInDownload('the rest can be had but the server does not say that it gives parts', {
    parts: 'unannounced',
  }),
  killedInDownload('only the whole can be had', {}),
  {
    name: 'killed in the middle of a download, and the server is gone',
    requisites: { files: { '/half': { body: half, holdAt: 400, once: true } } },
    run: async ({ command, artifacts, heard, crash, restart }) => {
      await command('download', operation('c', moduleOf('m', artifacts.artifact('/half'))));
      await heard('"progress":40');
      await crash();
      await restart();
    },
  },
  {
    name: 'killed where all is downloaded of a file that goes on',
    requisites: { files: { '/half': { body: half, holdAt: 400, lengthUnsaid: true } } },
    run: async ({ command, artifacts, heard, crash, restart }) => {
      const artifact = artifacts.artifact('/half', { size: 400 });
      await command('download', operation('c', moduleOf('m', artifact)));
      await heard('"progress":100');
      await crash();
      await restart();
    },
  },
  {
    name: 'killed in the download of an install, which then goes on to its end',
    requisites: {
      files: { '/half': { body: half, holdAt: 400, parts: 'announced' } },
      scripts: { hello: quiet },
    },
    run: async ({ command, module, artifacts, heard, crash, restart }) => {
      const script = { ...module('hello').artifacts[0], size: 0 };
      await command('install', operation('c', moduleOf('hello', artifacts.artifact('/half'), script)));
      await heard('"progress":40');
      await crash();
      await restart();
    },
  },
  {
    name: 'killed in the middle of a script, after a module that failed',
    requisites: {
      scripts: {
        one: { steps: [], exitCode: 4 },
        two: { steps: [{ status: 'progress=20\n' }, { wait: 'go' }, { status: 'progress=70\n' }] },
        three: quiet,
      },
    },
    run: async ({ command, module, heard, crash, restart, open }) => {
      await command('install', operation('c', module('one'), module('two'), module('three')));
      await heard('"two"', '"progress":20');
      await crash();
      await restart();
      await open('go');
    },
  },
  {
    name: 'killed in the second module of a download',
    requisites: {
      files: { '/half': { body: half, holdAt: 400, parts: 'announced' } },
      scripts: { one: quiet },
    },
    run: async ({ command, module, artifacts, heard, crash, restart }) => {
      await command('download', operation('c', module('one'), moduleOf('two', artifacts.artifact('/half'))));
      await heard('"progress":40');
      await crash();
      await restart();
    },
  },
  {
    name: 'what is installed is told again after a restart',
    requisites: {
      scripts: { hello: { steps: [{ installed: 'a.prs', text: 'group=g\nname=a\nversion=1\n' }] } },
    },
    run: async ({ command, module, heard, tidied, crash, restart }) => {
      await command('install', operation('c', module('hello')));
      await heard('"c"', 'FINISHED');
      await tidied();
      await crash();
      await restart();
    },
  },
  {
    name: 'what was downloaded before a restart is installed after it',
    requisites: { scripts: { hello: quiet } },
    run: async ({ command, module, heard, tidied, crash, restart }) => {
      await command('download', operation('d', module('hello')));
      await heard('"d"', 'DOWNLOADED_FILE_STORED');
      await tidied();
      await crash();
      await restart();
      await command('install', operation('i', module('hello')));
    },
  },
];
