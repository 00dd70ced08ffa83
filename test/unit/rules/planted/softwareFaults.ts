/** Faults of commands for software modules. */
import { type Fault, fault } from './planting.ts';
import { at, drop, listIn, rename, repeat, type Tree, write } from './tree.ts';
import { nowhere } from './validMessages.ts';

const payloadOf = (message: Tree) => at(message, 'value');
const modulesOf = (message: Tree) => listIn(payloadOf(message), 'softwareModules');
const moduleOf = (message: Tree) => at(payloadOf(message), 'softwareModules', 0);
const artifactOf = (message: Tree) => at(moduleOf(message), 'artifacts', 0);

function setArtifact(rule: string, name: string, ...values: readonly unknown[]): readonly Fault[] {
  return values.map((value) => fault(rule, (it) => write(artifactOf(it), name, structuredClone(value))));
}

function setMetadata(rule: string, metadata: Tree): Fault {
  return fault(rule, (it) => write(moduleOf(it), 'metadata', { 'artifact-type': 'plain', ...metadata }));
}

function set(rule: string, name: string, value: unknown): Fault {
  return fault(rule, (it) => write(payloadOf(it), name, structuredClone(value)));
}

const key = '0'.repeat(64);
const vector = '0'.repeat(32);

const https = (name: string) => ({ HTTPS: { url: `https://${nowhere}/${name}` } });
const another = (name: string) => (it: Tree) =>
  listIn(moduleOf(it), 'artifacts').push({
    filename: name,
    download: https(name),
    checksums: { SHA256: key },
  });

/** In what every command for software has. */
const common: readonly Fault[] = [
  set('software-field-unused', 'weight', 500),
  set('wrong-type', 'forced', 'true'),
  set('wrong-type', 'correlationId', 5),
  set('unknown-field', 'softwareModul', []),
  fault('key-letter-case', (it) => rename(payloadOf(it), 'correlationId', 'CorrelationID')),
  fault('key-repeated', (it) => repeat(payloadOf(it), 'correlationId', 'c')),
  set('key-ambiguous', 'CORRELATIONID', 'd'),
];

/** Where a message around tells what it is. */
export const commandFaults: readonly Fault[] = [
  fault('operation-id-missing', (it) => drop(payloadOf(it), 'correlationId')),
  set('operation-id-missing', 'correlationId', ''),
];

export const removeCommandFaults: readonly Fault[] = [
  ...commandFaults,
  fault('software-missing', (it) => drop(payloadOf(it), 'software')),
];

export const removeFaults: readonly Fault[] = [
  ...common,
  set('software-missing', 'software', []),
  set('software-name', 'software', [{ name: 'influxdb' }]),
  set('software-name', 'software', [{ name: '', group: 'g', version: '1' }]),
  set('null-entry', 'software', [null]),
  set('wrong-type', 'software', [{ name: 5 }]),
];

/** Of an install and of a download, whoever gets it. */
export const modulesFaults: readonly Fault[] = [
  ...common,
  set('software-field-unused', 'forced', true),
  fault('null-entry', (it) => modulesOf(it).push(null)),
  fault('null-entry', (it) => listIn(moduleOf(it), 'artifacts').push(null)),
  ...setArtifact('wrong-type', 'size', '100', -1, 1.5),
  fault('wrong-type', (it) => write(moduleOf(it), 'artifacts', {})),
  fault('unknown-field', (it) => write(moduleOf(it), 'artefacts', [])),
  fault('key-repeated', (it) => repeat(artifactOf(it), 'filename', 'install.sh')),
  fault('artifacts-missing', (it) => write(moduleOf(it), 'artifacts', [])),
  fault('artifacts-missing', (it) => drop(moduleOf(it), 'artifacts')),
  ...setArtifact(
    'checksum-unusable',
    'checksums',
    { sha256: 'x' },
    { MD5: 'abc' },
    { SHA256: 'z'.repeat(64) },
  ),
  ...setArtifact(
    'download-unusable',
    'download',
    { https: { url: `https://${nowhere}/a` } },
    { FTP: { url: `ftp://${nowhere}/a` } },
    {},
    { HTTPS: { url: '' } },
  ),
  fault('download-unusable', (it) => drop(artifactOf(it), 'download')),
  fault('software-module-id-missing', (it) => drop(moduleOf(it), 'softwareModule')),
  fault('software-module-id-missing', (it) => write(moduleOf(it), 'softwareModule', null)),
  set('software-modules-missing', 'softwareModules', []),
  fault('software-modules-missing', (it) => drop(payloadOf(it), 'softwareModules')),
  ...setArtifact('plain-http', 'download', { HTTP: { url: 'http://nowhere.invalid/a' } }),
  ...setArtifact('url-scheme', 'download', { HTTPS: { url: 'http://nowhere.invalid/a' } }),
  fault('software-field-unused', (it) => {
    write(artifactOf(it), 'download', {
      HTTPS: { url: `https://${nowhere}/a`, md5url: `https://${nowhere}/b` },
    });
  }),
];

/** Of an install and of a download, where software-update gets it. */
export const genericModulesFaults: readonly Fault[] = [
  fault('artifact-file-name', (it) => drop(artifactOf(it), 'filename')),
  fault('artifact-file-name', (it) => another('install.sh')(it)),
  setMetadata('decryption-invalid', { 'AES256.key': key, 'AES256.format': 'hex' }),
  setMetadata('decryption-invalid', { 'AES256.iv': vector, 'AES256.format': 'hex' }),
  setMetadata('decryption-invalid', { 'AES256.key': key, 'AES256.iv': '0123', 'AES256.format': 'hex' }),
  setMetadata('decryption-key-exposed', { 'AES256.key': key, 'AES256.iv': vector, 'AES256.format': 'hex' }),
];

/** Of an install, where software-update gets it: a download runs nothing. */
export const genericInstallFaults: readonly Fault[] = [
  fault('archive-artifacts', (it) => {
    write(moduleOf(it), 'metadata', { 'artifact-type': 'archive' });
    another('data.bin')(it);
  }),
  fault('archive-artifacts', (it) => {
    drop(moduleOf(it), 'metadata');
    another('data.bin')(it);
  }),
  ...setArtifact('artifact-file-name', 'filename', 'setup.sh'),
];

/** Of an install, where container management gets it. */
export const containerModulesFaults: readonly Fault[] = [
  ...setArtifact('checksum-weak', 'checksums', { MD5: '0'.repeat(32), SHA256: '0'.repeat(64) }),
];
