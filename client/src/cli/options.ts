/** The options that there are, and which of them each command has: read by the parser, told by the help and completed by shells. */
import type { Operation } from '../../../server/src/messages.ts';
import { type OfflineCommand, offlineCommands, offlineOptions } from './parseOffline.ts';
import { rolloutOptions } from './rolloutCall.ts';

/** As `parseArgs` of Node takes them. */
export const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  format: { type: 'string' },
  connection: { type: 'string' },
  device: { type: 'string' },
  wait: { type: 'boolean' },
  timeout: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  document: { type: 'string' },
  daemon: { type: 'string' },
  'send-anyway': { type: 'boolean' },
  ask: { type: 'string' },
  consent: { type: 'string' },
  'owner-consent': { type: 'string' },
  inventory: { type: 'string' },
  verbose: { type: 'boolean' },
  username: { type: 'string' },
  tenant: { type: 'string' },
  receive: { type: 'string' },
  addressing: { type: 'string' },
  direct: { type: 'boolean' },
  prefix: { type: 'string' },
  mqtt: { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'server-name': { type: 'string' },
  fingerprint: { type: 'string' },
  'password-file': { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'passphrase-file': { type: 'string' },
  'passphrase-stdin': { type: 'boolean' },
  'registry-password-file': { type: 'string' },
  'registry-password-stdin': { type: 'boolean' },
  output: { type: 'string' },
  registry: { type: 'string' },
  'registry-username': { type: 'string' },
  'registry-ca': { type: 'string' },
  'registry-filter': { type: 'string' },
  port: { type: 'string' },
  ...offlineOptions,
  ...rolloutOptions,
} as const;

export type OptionName = keyof typeof options;

export const connectionNames: readonly OptionName[] = [
  'connection',
  'username',
  'tenant',
  'receive',
  'addressing',
  'direct',
  'prefix',
  'mqtt',
  'ca',
  'cert',
  'key',
  'server-name',
  'fingerprint',
  'password-file',
  'password-stdin',
  'passphrase-file',
  'passphrase-stdin',
  'verbose',
];
/** Of what looks at more than the one device that is named. */
export const registryNames: readonly OptionName[] = [
  'registry',
  'registry-username',
  'registry-ca',
  'registry-filter',
  'registry-password-file',
  'registry-password-stdin',
];
const configurationNames: readonly OptionName[] = ['config', 'no-config'];
const sendNames: readonly OptionName[] = [
  ...connectionNames,
  ...configurationNames,
  'device',
  'document',
  'wait',
  'timeout',
  'yes',
  'send-anyway',
  'consent',
  'format',
];

const rolloutNames: readonly OptionName[] = [
  ...connectionNames,
  ...configurationNames,
  ...registryNames,
  'devices',
  'filter',
  'waves',
  'concurrency',
  'pause',
  'max-failures',
  'skip-in-sync',
  'journal',
  'resume',
  'retry',
  'listen',
  'timeout',
  'document',
  'yes',
  'send-anyway',
  'format',
];

const planNames: readonly OptionName[] = [
  ...connectionNames,
  ...configurationNames,
  'device',
  'timeout',
  'inventory',
  'document',
  'format',
];

type DeviceCommand = 'plan' | 'drift' | 'import' | 'rollout' | 'devices' | 'doctor' | 'simulate' | Operation;

const commandOptions: Readonly<Record<DeviceCommand | OfflineCommand, readonly OptionName[]>> = {
  ...offlineCommands,
  plan: planNames,
  drift: planNames,
  import: [...planNames.filter((it) => it !== 'document'), 'output', 'yes'],
  apply: [...sendNames, 'ask'],
  refresh: sendNames,
  install: [...sendNames, 'daemon'],
  remove: [...sendNames, 'daemon'],
  download: [...sendNames, 'daemon'],
  rollout: rolloutNames,
  devices: [...connectionNames, ...registryNames, 'timeout', 'format'],
  doctor: [...connectionNames, ...registryNames, 'device', 'format'],
  simulate: ['port', 'direct', 'owner-consent', 'devices'],
};

/** In the order of the help. */
export const commandNames: readonly string[] = Object.keys(commandOptions);

/** Undefined for a command that there is not. */
export function optionsOf(command: string): readonly OptionName[] | undefined {
  return Object.entries(commandOptions).find(([name]) => name === command)?.[1];
}
