/** What the servers of artifacts do, and what manifests say of what they have. */
import { gzipSync } from 'node:zlib';
import { moduleOf, operation, quiet, type Scenario } from './scenario.ts';
import { checksum } from './slowArtifacts.ts';
import type { Stage } from './stage.ts';

const body = 'the file';
const file = { '/file': { body } };
const sums = {
  MD5: checksum(body, 'md5'),
  SHA1: checksum(body, 'sha1'),
  SHA256: checksum(body),
};
const wrong = (name: keyof typeof sums) => sums[name].replace(/^./, (digit) => (digit === '0' ? '1' : '0'));

/** One download of one file. */
function downloads(name: string, changes: object | ((stage: Stage) => object)): Scenario {
  return {
    name,
    requisites: {
      files: {
        ...file,
        '/moved': { body: '', redirect: '/file' },
        '/astray': { body: '', redirect: '/nowhere' },
        '/around': { body: '', redirect: '/around' },
        '/gz': { body: gzipSync(body) },
      },
    },
    run: (stage) => {
      const written = typeof changes === 'function' ? changes(stage) : changes;
      const { command, artifacts } = stage;
      return command('download', operation('c', moduleOf('m', artifacts.artifact('/file', written))));
    },
  };
}

const from = (path: string) => (stage: Stage) => ({ download: { HTTP: { url: stage.artifacts.url(path) } } });
const large = Buffer.alloc(200_000, 'x');
const half = Buffer.alloc(1000, 'h');

export const downloadScenarios: readonly Scenario[] = [
  downloads('the right MD5', { checksums: { MD5: sums.MD5 } }),
  downloads('the right SHA1', { checksums: { SHA1: sums.SHA1 } }),
  downloads('the right SHA256 in capitals, with space around it', {
    checksums: { SHA256: ` ${sums.SHA256.toUpperCase()}\n` },
  }),
  downloads('a wrong MD5 beside the right SHA256', { checksums: { ...sums, MD5: wrong('MD5') } }),
  downloads('a wrong SHA256 beside the right MD5', { checksums: { ...sums, SHA256: wrong('SHA256') } }),
  downloads('a wrong SHA1 beside the right MD5', { checksums: { MD5: sums.MD5, SHA1: wrong('SHA1') } }),
  downloads('a checksum that is too short', { checksums: { SHA256: sums.SHA256.slice(0, 10) } }),
  downloads('a checksum of an odd length', { checksums: { SHA256: sums.SHA256.slice(1) } }),
  downloads('a checksum that is no hexadecimal number', { checksums: { MD5: 'x'.repeat(32) } }),
  downloads('an unknown algorithm of checksums alone', { checksums: { CRC32: '00000000' } }),
  downloads('a checksum in small letters', { checksums: { sha256: sums.SHA256 } }),
  downloads('an empty checksum before a right one', { checksums: { SHA256: '', MD5: sums.MD5 } }),
  downloads('no checksums', { checksums: {} }),
  downloads('no size', { size: undefined }),
  downloads('a size that is too large', { size: 16 }),
  downloads('a size that is too small', { size: 7 }),
  downloads('a negative size', { size: -1 }),
  downloads('a file that is not there', from('/nowhere')),
  downloads('a redirection', from('/moved')),
  downloads('a redirection to what is not there', from('/astray')),
  downloads('a redirection without end', from('/around')),
  downloads('a compressed file', from('/gz')),
  downloads('no server', { download: { HTTP: { url: 'http://127.0.0.1:1/file' } } }),
  downloads('no address', { download: { HTTP: {} } }),
  downloads('another scheme', { download: { HTTP: { url: 'ftp://127.0.0.1/file' } } }),
  downloads('another protocol alone', { download: { FTP: { url: 'ftp://127.0.0.1/file' } } }),
  downloads('HTTPS before HTTP', ({ artifacts }) => ({
    download: { HTTP: { url: artifacts.url('/nowhere') }, HTTPS: { url: artifacts.url('/file') } },
  })),
  downloads('a file of the device itself', { download: { FILE: { url: '/etc/hostname' } } }),
  downloads('no name of the file', { filename: '' }),
  downloads('a name of the file with a folder', { filename: 'a/b' }),
  downloads('a name of the file that is the folder', { filename: '.' }),
  {
    name: 'a certificate that is not known',
    requisites: { files: file, secure: true },
    run: ({ command, artifacts }) => {
      const changes = { download: { HTTPS: { url: artifacts.url('/file') } } };
      return command('download', operation('c', moduleOf('m', artifacts.artifact('/file', changes))));
    },
  },
  {
    name: 'a file of the device after one of the server',
    requisites: { files: file },
    run: ({ command, artifacts }) => {
      const local = artifacts.artifact('/file', { download: { FILE: { url: '/etc/hostname' } } });
      return command('download', operation('c', moduleOf('m', artifacts.artifact('/file'), local)));
    },
  },
  {
    name: 'several files of one name',
    requisites: { files: { '/x': { body: 'x' }, '/y': { body: 'yyy' } } },
    run: ({ command, artifacts }) => {
      const files = ['/x', '/y', '/y'].map((path) => artifacts.artifact(path, { filename: 'a' }));
      return command('download', operation('c', moduleOf('m', ...files)));
    },
  },
  {
    name: 'a large file, and a small one',
    requisites: { files: { '/large': { body: large }, '/small': { body: 'small' } } },
    run: ({ command, artifacts }) =>
      command(
        'download',
        operation('c', moduleOf('m', artifacts.artifact('/large'), artifacts.artifact('/small'))),
      ),
  },
  {
    name: 'a server that ends the connection in the middle',
    requisites: { files: { '/half': { body: half, holdAt: 400 } } },
    run: (stage) => cutOff(stage),
  },
  {
    name: 'a server that ends the connection in the middle, and had not said the length',
    requisites: { files: { '/half': { body: half, holdAt: 400, lengthUnsaid: true } } },
    run: (stage) => cutOff(stage),
  },
  {
    name: 'download of two modules, then install of one of them',
    requisites: { scripts: { one: quiet, two: quiet } },
    run: async ({ command, module, heard }) => {
      await command('download', operation('d', module('one'), module('two')));
      await heard('"d"', 'DOWNLOADED_FILE_STORED', '"two"');
      await command('install', operation('i', module('two')));
      await heard('"i"', 'FINISHED');
      await command('download', operation('d2', module('two')));
    },
  },
  {
    name: 'what was downloaded is not what is wanted now',
    requisites: { files: { '/x': { body: 'old' }, '/y': { body: 'newer' } } },
    run: async ({ command, artifacts, heard }) => {
      const artifact = (path: string) => artifacts.artifact(path, { filename: 'a' });
      await command('download', operation('d', moduleOf('m', artifact('/x'))));
      await heard('"d"', 'DOWNLOADED_FILE_STORED');
      await command('download', operation('d2', moduleOf('m', artifact('/y'))));
    },
  },
  {
    name: 'download of two modules, of which the first fails',
    requisites: { scripts: { two: quiet } },
    run: ({ command, module }) => command('download', operation('d', module('one'), module('two'))),
  },
  {
    name: 'download of two modules, of which the second fails',
    requisites: { scripts: { one: quiet } },
    run: ({ command, module }) => command('download', operation('d', module('one'), module('two'))),
  },
];

async function cutOff({ command, artifacts, heard }: Stage): Promise<void> {
  await command('download', operation('c', moduleOf('m', artifacts.artifact('/half'))));
  await heard('"progress":40');
  artifacts.cut('/half');
}
