/** What the command line understands: names, options, their forms. Anything else is a usage error (exit 2). */
import { parseArgs } from 'node:util';
import { type Operation, operations, type SoftwareUpdatableTarget } from '../../../server/src/messages.ts';
import { defaultPrefix } from '../protocol/direct.ts';
import { type ConsentCommand, consentCommands } from '../protocol/updateManager.ts';
import type { ConsentAnswer } from '../updates/consent.ts';

/** A wrong call. The message says what was wrong; the help says what is right. */
export class UsageError extends Error {}

export const helpText = `kanto-manifest: check update manifests for Eclipse Kanto devices and send them

  kanto-manifest validate [--format text|json] FILE…
  kanto-manifest plan     --connection URL --device ID [options] FILE
  kanto-manifest plan     --inventory FILE [--format text|json] FILE
  kanto-manifest apply    --connection URL --device ID [options] FILE
  kanto-manifest refresh  --connection URL --device ID [options] [FILE]
  kanto-manifest install  --connection URL --device ID [options] FILE
  kanto-manifest remove   --connection URL --device ID [options] FILE
  kanto-manifest download --connection URL --device ID [options] FILE
  kanto-manifest devices  --connection URL [--timeout 3s] [--format text|json]
  kanto-manifest doctor   --connection URL [--device ID] [--format text|json]
  kanto-manifest simulate [--port 1883] [--direct] [--owner-consent DOWNLOAD,UPDATE,ACTIVATE]

FILE is JSON or YAML; "-" reads standard input.

Sending
  --connection URL   broker: mqtt://host[:1883], mqtts://host[:8883], ws://…, wss://…
  --device ID        the device's id, namespace:name
  --wait             wait until the device says how it ended, not only until it accepted
  --timeout TIME     500ms, 60s, 2m, 1h: for the answer, and with --wait for the device's next word (default 60s, with
                     --direct 90s)
  --document N       of several manifests in FILE (YAML documents) the one of this number, from 1
  --daemon NAME      which daemon gets software modules, where no topic says it: containers (default, unless the device
                     is seen to have the other alone) or software-update; the manifest is judged for it
  --yes              yes to what would be asked: components that are destroyed, a device that does not report what it
                     runs (whatever that is may be lost), an empty target, an envelope that names another device; then
                     nothing is planned before
  --send-anyway      send although the manifest has errors (never what would crash the device)
  --consent ANSWER   with --wait: approve or deny, when the device asks its owner about this update (default: ask)
  --format FORMAT    text (default) or json, one object on standard output
  --verbose          every message on the wire, on standard error

Planning: what an apply of FILE would do to the device, which is asked only for what it runs
  --inventory FILE   no device: what one reported (JSON), as at /features/UpdateManager/properties

Doctor: which link between here and the device is broken, and how to mend it. It asks the device for its state only
  --device ID        the device to ask; else the one that the gateway names

Connection
  --username NAME    the password comes from the environment variable KANTO_PASSWORD, never from an argument
  --ca FILE          certificate authority (PEM) that signed the broker's certificate
  --cert FILE        client certificate (PEM)       --key FILE   its private key (PEM); where it is encrypted,
                     the pass-phrase comes from the environment variable KANTO_KEY_PASSPHRASE
  --server-name NAME name expected in the broker's certificate
  --fingerprint SHA  SHA-256 of the one certificate that the broker may show, in place of authority and name
  --addressing MODE  auto (default), gateway, device, documented
  --direct           the device's update manager runs without things; one prefix of topics is one device, so no --device.
                     It accepts nothing: without --wait the call ends when the broker has taken the message
  --prefix TOPIC     with --direct: what its topics begin with (default ${defaultPrefix}, Eclipse Leda: vehicleupdate)
  --mqtt VERSION     5 (default; falls back to 3.1.1) or 3.1.1

Simulated device
  --port N           of its broker, on this machine alone (default 1883; 0: any free one)
  --owner-consent …  the steps that the device asks its owner about, between commas: DOWNLOAD, UPDATE, ACTIVATE
  --direct           an update manager without things

Exit status: 0 done as asked, 1 errors found or the command failed, 2 wrong usage;
of plan: 0 nothing would change, 2 something would, 1 anything else; of doctor: 0 no link is broken, 1 one is.
`;

/** What goes with a usage error: the form of the command, or of all, so that the error itself stays in sight. */
export function usageText(command: string | undefined): string {
  const forms = helpText.split('\n').filter((line) => line.startsWith('  kanto-manifest '));
  const own = forms.filter((line) => line.split(/\s+/)[2] === command);
  return `${(own.length > 0 ? own : forms).join('\n')}\n\n"kanto-manifest --help" tells the options.`;
}

export type Format = 'text' | 'json';

/** The options that lead to a broker. */
export interface ConnectionOptions {
  readonly url: string;
  readonly username?: string;
  readonly addressing?: string;
  /** The prefix of the topics in direct mode; absent in the usual one. */
  readonly direct?: string;
  readonly mqtt?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly serverName?: string;
  readonly fingerprint?: string;
  readonly verbose: boolean;
}

export interface PlannedDevice {
  readonly connection: ConnectionOptions;
  readonly device: string;
  /** Milliseconds. */
  readonly timeout: number;
}

export type Call =
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'validate'; readonly format: Format; readonly files: readonly string[] }
  | {
      readonly command: 'send';
      readonly operation: Operation;
      readonly connection: ConnectionOptions;
      readonly device: string;
      readonly wait: boolean;
      /** Milliseconds. */
      readonly timeout: number;
      readonly yes: boolean;
      readonly sendAnyway: boolean;
      /** The person's answer, given beforehand, to what the device asks its owner about this update. */
      readonly consent?: ConsentAnswer;
      /** Of several manifests in the file, counted from 1. */
      readonly document?: number;
      /** The daemon that gets software modules, where the call says it. */
      readonly target?: SoftwareUpdatableTarget;
      readonly format: Format;
      /** Absent for a refresh without a file. */
      readonly file?: string;
    }
  | {
      readonly command: 'devices';
      readonly connection: ConnectionOptions;
      readonly timeout: number;
      readonly format: Format;
    }
  | {
      readonly command: 'doctor';
      readonly connection: ConnectionOptions;
      /** Absent: the one that the gateway names. */
      readonly device?: string;
      readonly format: Format;
    }
  | {
      readonly command: 'plan';
      /** A file with an inventory, or the device to ask for it. */
      readonly source: { readonly inventory: string } | PlannedDevice;
      readonly format: Format;
      readonly file: string;
      /** Of several manifests in the file, counted from 1. */
      readonly document?: number;
    }
  | {
      readonly command: 'simulate';
      readonly port: number;
      readonly verbose: boolean;
      /** Without things, on the topics of direct mode. */
      readonly direct: boolean;
      /** What the device asks its owner about; empty for nothing. */
      readonly ownerConsent: readonly ConsentCommand[];
    };

const options = {
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
  consent: { type: 'string' },
  'owner-consent': { type: 'string' },
  inventory: { type: 'string' },
  verbose: { type: 'boolean' },
  username: { type: 'string' },
  addressing: { type: 'string' },
  direct: { type: 'boolean' },
  prefix: { type: 'string' },
  mqtt: { type: 'string' },
  ca: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  'server-name': { type: 'string' },
  fingerprint: { type: 'string' },
  port: { type: 'string' },
} as const;

type OptionName = keyof typeof options;

const connectionNames: readonly OptionName[] = [
  'connection',
  'username',
  'addressing',
  'direct',
  'prefix',
  'mqtt',
  'ca',
  'cert',
  'key',
  'server-name',
  'fingerprint',
  'verbose',
];
const sendNames: readonly OptionName[] = [
  ...connectionNames,
  'device',
  'document',
  'wait',
  'timeout',
  'yes',
  'send-anyway',
  'consent',
  'format',
];

/** @throws UsageError for anything that {@link helpText} does not promise. */
export function parseCall(argv: readonly string[]): Call {
  const { values, positionals } = parse(argv);
  const [command, ...files] = positionals;
  if (values.help || command === 'help') return { command: 'help' };
  if (values.version) return { command: 'version' };
  if (command === undefined) throw new UsageError('No command was given.');
  const allow = (...names: readonly OptionName[]) => {
    const foreign = Object.keys(values).find((name) => !names.some((it) => it === name));
    if (foreign !== undefined) throw new UsageError(`"${command}" has no option --${foreign}.`);
  };
  const prefix = values.direct ? (values.prefix ?? defaultPrefix) : undefined;
  const connection = (): ConnectionOptions => ({
    url: required(values.connection, 'connection', 'the broker, as mqtt://host:1883'),
    verbose: values.verbose ?? false,
    ...given('username', values.username),
    ...given('addressing', values.addressing),
    ...given('direct', prefix),
    ...given('mqtt', values.mqtt),
    ...given('ca', values.ca),
    ...given('cert', values.cert),
    ...given('key', values.key),
    ...given('serverName', values['server-name']),
    ...given('fingerprint', values.fingerprint),
  });

  const device = () => required(values.device ?? prefix, 'device', 'the device, as namespace:name');
  const timeout = (usual: string) => duration(values.timeout ?? usual);
  // Without things an update manager can take a minute to tell its state.
  const usualTimeout = values.direct ? '90s' : '60s';
  const planSource = (): { readonly inventory: string } | PlannedDevice =>
    values.inventory === undefined
      ? { connection: connection(), device: device(), timeout: timeout(usualTimeout) }
      : { inventory: required(values.inventory, 'inventory', 'a file, or - for standard input') };

  if (values.prefix !== undefined && !values.direct)
    throw new UsageError('--prefix has a meaning only with --direct.');
  if (values.addressing !== undefined && values.direct)
    throw new UsageError(
      'With --direct there is one topic for each command, so --addressing has no meaning.',
    );

  switch (command) {
    case 'validate':
      allow('format');
      if (files.length === 0) throw new UsageError('"validate" needs at least one FILE.');
      return { command, format: format(values.format), files };
    case 'devices':
      allow(...connectionNames, 'timeout', 'format');
      noFiles(command, files);
      return {
        command,
        connection: connection(),
        timeout: timeout('3s'),
        format: format(values.format),
      };
    case 'doctor':
      allow(...connectionNames, 'device', 'format');
      noFiles(command, files);
      return {
        command,
        connection: connection(),
        ...(values.device !== undefined && { device: device() }),
        format: format(values.format),
      };
    case 'plan': {
      allow(...connectionNames, 'device', 'timeout', 'inventory', 'document', 'format');
      const online = [...connectionNames, 'device', 'timeout'].find((name) => name in values);
      if (values.inventory !== undefined && online !== undefined) {
        throw new UsageError(`With --inventory no device is asked, so --${online} has no meaning.`);
      }
      const file = oneFile(command, files);
      if (file === '-' && values.inventory === '-')
        throw new UsageError('Only one of the manifest and the inventory can come from standard input.');
      return {
        command,
        source: planSource(),
        format: format(values.format),
        file,
        ...(values.document !== undefined && { document: ordinal(values.document) }),
      };
    }
    case 'simulate':
      allow('port', 'verbose', 'direct', 'owner-consent');
      noFiles(command, files);
      return {
        command,
        port: port(values.port ?? '1883'),
        verbose: values.verbose ?? false,
        direct: values.direct ?? false,
        ownerConsent: consentNames(values['owner-consent']),
      };
    default: {
      const operation = operations.find((it) => it === command);
      if (operation === undefined) throw new UsageError(`There is no command "${command}".`);
      const isForSoftware = operation === 'install' || operation === 'remove' || operation === 'download';
      allow(...sendNames, ...(isForSoftware ? (['daemon'] as const) : []));
      if (values.consent !== undefined && !values.wait)
        throw new UsageError(
          '--consent answers the device while --wait waits: without it the call ends first.',
        );
      const file = files.length === 0 && operation === 'refresh' ? undefined : oneFile(command, files);
      return {
        command: 'send',
        operation,
        connection: connection(),
        device: device(),
        wait: values.wait ?? false,
        timeout: timeout(usualTimeout),
        yes: values.yes ?? false,
        sendAnyway: values['send-anyway'] ?? false,
        ...(values.consent !== undefined && { consent: consent(values.consent) }),
        format: format(values.format),
        ...given('file', file),
        ...(values.daemon !== undefined && { target: daemon(values.daemon) }),
        ...(values.document !== undefined && { document: ordinal(values.document) }),
      };
    }
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function given<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  const result: { [P in K]?: string } = {};
  if (value !== undefined) result[name] = value;
  return result;
}

function required(value: string | undefined, name: string, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing: ${what}.`);
  return value;
}

function oneFile(command: string, [file, ...others]: readonly string[]): string {
  if (others.length > 0) throw new UsageError(`"${command}" takes one FILE, got ${others.length + 1}.`);
  if (file === undefined) throw new UsageError(`"${command}" needs a FILE.`);
  return file;
}

function noFiles(command: string, files: readonly string[]): void {
  if (files.length > 0) throw new UsageError(`"${command}" takes no FILE, got "${files[0]}".`);
}

function format(value: string | undefined): Format {
  if (value === undefined || value === 'text') return 'text';
  if (value === 'json') return 'json';
  throw new UsageError(`--format is text or json, got "${value}".`);
}

function consent(value: string): ConsentAnswer {
  if (value === 'approve') return 'APPROVED';
  if (value === 'deny') return 'DENIED';
  throw new UsageError(`--consent is approve or deny, got "${value}".`);
}

function consentNames(value: string | undefined): readonly ConsentCommand[] {
  if (value === undefined) return [];
  return value.split(',').map((written) => {
    const known = consentCommands.find((it) => it === written.trim().toUpperCase());
    if (known === undefined)
      throw new UsageError(`--owner-consent is a list of ${consentCommands.join(', ')}, got "${written}".`);
    return known;
  });
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new UsageError(`--port is a number from 0 (any free port) to 65535, got "${value}".`);
  }
  return number;
}

function ordinal(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--document is a number from 1, got "${value}".`);
  return number;
}

function daemon(value: string): SoftwareUpdatableTarget {
  if (value === 'containers') return 'containers';
  if (value === 'software-update') return 'root';
  throw new UsageError(`--daemon is containers or software-update, got "${value}".`);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `60s`, `2m`, `1h`, or bare seconds → milliseconds. */
function duration(value: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value);
  const milliseconds = match === null ? 0 : Number(match[1]) * (units[match[2] ?? 's'] ?? 0);
  // setTimeout counts in 31 bits: a longer wait would end at once.
  if (milliseconds <= 0 || milliseconds > 2 ** 31 - 1) {
    throw new UsageError(
      `--timeout is a time such as 500ms, 60s, 2m or 1h (at most 24 days), got "${value}".`,
    );
  }
  return milliseconds;
}
