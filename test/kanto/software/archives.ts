/** Plain files and archives, as the daemon or the module says. */
import { gzipSync } from 'node:zlib';
import { installsHello, moduleOf, operation, quiet, type Scenario } from './scenario.ts';

/** Each holds an `install.sh` that ends well. */
const tarball = Buffer.from(
  'H4sIAAAAAAACA+3PMQrCQBQE0K1zigR7s0bDnkdByEJI4Ubw+C5pBHsF8b1mPtMMPy9lPc/zvkzhY2KVxnHL6j1jHA6ve+tTOh1DG8MX3Ov/tzoZ/tOu6y956cvUXB95bWMTAAAAAAAAAAAA+AVP5CPbRQAoAAA=',
  'base64',
);
const zip = Buffer.from(
  'UEsDBBQAAAAAAAAAIQDihkXDEQAAABEAAAAKAAAAaW5zdGFsbC5zaCMhL2Jpbi9zaApleGl0IDAKUEsBAhQDFAAAAAAAAAAhAOKGRcMRAAAAEQAAAAoAAAAAAAAAAAAAAO0BAAAAAGluc3RhbGwuc2hQSwUGAAAAAAEAAQA4AAAAOQAAAAAA',
  'base64',
);

const files = {
  '/m.tar.gz': { body: tarball },
  '/m.zip': { body: zip },
  '/no-gzip.tar.gz': { body: 'not one' },
  '/no-tar.tar.gz': { body: gzipSync('not a tar') },
  '/long-no-tar.tar.gz': { body: gzipSync('not a tar'.repeat(200)) },
  '/no-zip.zip': { body: 'PK nothing' },
  '/cut.tar.gz': { body: tarball.subarray(0, 60) },
  '/empty.tar.gz': { body: '' },
  '/data': { body: 'data' },
};

function archive(path: string, metadata?: object): Scenario {
  return {
    name: `${path}${metadata ? ` as ${JSON.stringify(metadata)}` : ''}`,
    requisites: { artifactType: metadata ? 'plain' : 'archive', files },
    run: ({ command, artifacts }) =>
      command('install', operation('c', { ...moduleOf('m', artifacts.artifact(path)), metadata })),
  };
}

export const archiveScenarios: readonly Scenario[] = [
  installsHello('a script alone, where archives are expected', {
    artifactType: 'archive',
    scripts: { hello: quiet },
  }),
  archive('/m.tar.gz'),
  archive('/m.zip'),
  archive('/m.tar.gz', { 'artifact-type': 'archive' }),
  archive('/m.tar.gz', { 'artifact-type': '' }),
  archive('/no-gzip.tar.gz'),
  archive('/no-tar.tar.gz'),
  archive('/long-no-tar.tar.gz'),
  archive('/no-zip.zip'),
  archive('/cut.tar.gz'),
  archive('/empty.tar.gz'),
  {
    name: 'two files, where an archive is expected',
    requisites: { artifactType: 'archive', files, scripts: { hello: quiet } },
    run: ({ command, module, artifacts }) => {
      const both = [...module('hello').artifacts, artifacts.artifact('/data')];
      return command(
        'install',
        operation(
          'c',
          { ...module('hello'), artifacts: both },
          { ...module('hello'), artifacts: both, metadata: { 'artifact-type': 'plain' } },
        ),
      );
    },
  },
  {
    name: 'two files as an archive, where plain ones are expected',
    requisites: { files, scripts: { hello: quiet } },
    run: ({ command, module, artifacts }) =>
      command(
        'install',
        operation('c', {
          ...module('hello'),
          artifacts: [...module('hello').artifacts, artifacts.artifact('/data')],
          metaData: { 'artifact-type': 'archive' },
        }),
      ),
  },
];
