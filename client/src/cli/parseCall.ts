/** What the command line understands: the commands, and which options each of them has. */
import { parseArgs } from 'node:util';
import { operations } from '../../../server/src/messages.ts';
import { isHonoUrl, protocolOf } from '../connections/url.ts';
import { defaultPrefix } from '../protocol/direct.ts';
import { parseJson } from '../protocol/json.ts';
import {
  askLevel,
  configurationChoice,
  consent,
  consentNames,
  daemon,
  duration,
  format,
  importFormat,
  noFiles,
  oneFile,
  ordinal,
  port,
  receivable,
  required,
  simulated,
  streamFormat,
  UsageError,
} from './arguments.ts';
import type { Call, ConnectionOptions, PlannedDevice, RegistryOptions } from './call.ts';
import { connectionNames, options, optionsOf, registryNames } from './options.ts';
import { isOfflineCommand, offlineCall } from './parseOffline.ts';
import { resumeLine } from './resumeLine.ts';
import { rolloutAim, rolloutFormat } from './rolloutCall.ts';
import type { SecretSources } from './secrets.ts';

/** @throws UsageError for anything that {@link helpText} does not promise. */
export function parseCall(argv: readonly string[]): Call {
  const { values, positionals } = parse(argv);
  const [command, ...files] = positionals;
  if (command === 'help') return { command: 'help', ...given('about', files[0]) };
  if (values.help) return { command: 'help', ...given('about', command) };
  if (values.version) return { command: 'version' };
  if (command === undefined) throw new UsageError('No command was given.');
  const allowed = optionsOf(command);
  if (allowed === undefined) throw new UsageError(`There is no command "${command}".`);
  const foreign = Object.keys(values).find((name) => !allowed.some((it) => it === name));
  if (foreign !== undefined) throw new UsageError(`"${command}" has no option --${foreign}.`);
  if (isOfflineCommand(command)) return offlineCall(command, files, values);
  const prefix = values.direct ? (values.prefix ?? defaultPrefix) : undefined;
  const connection = (): ConnectionOptions => ({
    url: required(values.connection, 'connection', 'the broker, as mqtt://host:1883'),
    verbose: values.verbose ?? false,
    ...given('username', values.username),
    ...given('tenant', values.tenant),
    ...(values.receive !== undefined && { receive: receivable(values.receive) }),
    ...given('addressing', values.addressing),
    ...given('direct', prefix),
    ...given('mqtt', values.mqtt),
    ...given('ca', values.ca),
    ...given('cert', values.cert),
    ...given('key', values.key),
    ...given('serverName', values['server-name']),
    ...given('fingerprint', values.fingerprint),
    secrets: secretSources(values, files),
    ...(values.registry !== undefined && { registry: registry(values.registry) }),
  });
  const registry = (url: string): RegistryOptions => ({
    url,
    ...given('username', values['registry-username']),
    ...given('caFile', values['registry-ca']),
    ...(values['registry-filter'] !== undefined && {
      filter: parseJson(values['registry-filter']) ?? values['registry-filter'],
    }),
  });

  const device = () => required(values.device ?? prefix, 'device', 'the device, as namespace:name');
  const timeout = (usual: string) => duration(values.timeout ?? usual);
  // Without things an update manager can take a minute to tell its state.
  const usualTimeout = values.direct ? '90s' : '60s';
  const planSource = (): { readonly inventory: string } | PlannedDevice => {
    if (values.inventory === undefined)
      return { connection: connection(), device: device(), timeout: timeout(usualTimeout) };
    const online = [...connectionNames, 'device', 'timeout'].find((name) => name in values);
    if (online !== undefined)
      throw new UsageError(`With --inventory no device is asked, so --${online} has no meaning.`);
    return { inventory: required(values.inventory, 'inventory', 'a file, or - for standard input') };
  };

  const lone = registryNames.find((name) => name !== 'registry' && name in values);
  if (lone !== undefined && values.registry === undefined)
    throw new UsageError(`--${lone} has a meaning only with --registry.`);
  if (values.prefix !== undefined && !values.direct)
    throw new UsageError('--prefix has a meaning only with --direct.');
  if (values.addressing !== undefined && values.direct)
    throw new UsageError(
      'With --direct there is one topic for each command, so --addressing has no meaning.',
    );

  if (isHono(values.connection))
    checkHono(values, command === 'rollout' ? '"rollout"' : values.wait ? '--wait' : undefined);
  else if (values.receive !== undefined)
    throw new UsageError('--receive has a meaning only at Hono: with --connection amqps://… or kafkas://….');

  switch (command) {
    case 'devices':
      noFiles(command, files);
      return {
        command,
        connection: connection(),
        timeout: timeout('3s'),
        format: format(values.format),
      };
    case 'doctor':
      noFiles(command, files);
      return {
        command,
        connection: connection(),
        ...(values.device !== undefined && { device: device() }),
        format: format(values.format),
      };
    case 'plan':
    case 'drift': {
      const file = oneFile(command, files);
      if (file === '-' && values.inventory === '-')
        throw new UsageError('Only one of the manifest and the inventory can come from standard input.');
      return {
        command,
        source: planSource(),
        configuration: configurationChoice(values),
        format: streamFormat(values.format),
        file,
        ...(values.document !== undefined && { document: ordinal(values.document) }),
      };
    }
    case 'import':
      noFiles(command, files);
      return {
        command,
        source: planSource(),
        configuration: configurationChoice(values),
        format: importFormat(values.format),
        yes: values.yes ?? false,
        ...(values.output !== undefined && { output: required(values.output, 'output', 'a file to write') }),
      };
    case 'rollout':
      return {
        command,
        connection: connection(),
        configuration: configurationChoice(values),
        aim: rolloutAim(values),
        journal: required(values.journal, 'journal', 'the file that lets it go on where it was left'),
        yes: values.yes ?? false,
        sendAnyway: values['send-anyway'] ?? false,
        ...(values.document !== undefined && { document: ordinal(values.document) }),
        format: rolloutFormat(values.format),
        file: oneFile(command, files),
        resume: resumeLine(argv),
      };
    case 'simulate':
      noFiles(command, files);
      if (values.direct && values.devices !== undefined)
        throw new UsageError('With --direct there is one device, so --devices has no meaning.');
      return {
        command,
        port: port(values.port ?? '1883'),
        devices: simulated(values.devices ?? '1'),
        direct: values.direct ?? false,
        ownerConsent: consentNames(values['owner-consent']),
      };
    default: {
      const operation = operations.find((it) => it === command);
      if (operation === undefined) throw new UsageError(`There is no command "${command}".`);
      if (values.consent !== undefined && !values.wait)
        throw new UsageError(
          '--consent answers the device while --wait waits: without it the call ends first.',
        );
      if (values.ask !== undefined && values.yes)
        throw new UsageError('--yes answers whatever --ask asks: only one of them has a meaning.');
      const file = files.length === 0 && operation === 'refresh' ? undefined : oneFile(command, files);
      return {
        command: 'send',
        operation,
        connection: connection(),
        configuration: configurationChoice(values),
        device: device(),
        wait: values.wait ?? false,
        timeout: timeout(usualTimeout),
        yes: values.yes ?? false,
        sendAnyway: values['send-anyway'] ?? false,
        ...(values.ask !== undefined && { ask: askLevel(values.ask) }),
        ...(values.consent !== undefined && { consent: consent(values.consent) }),
        format: streamFormat(values.format),
        ...given('file', file),
        ...(values.daemon !== undefined && { target: daemon(values.daemon) }),
        ...(values.document !== undefined && { document: ordinal(values.document) }),
      };
    }
  }
}

type Values = ReturnType<typeof parse>['values'];

/** What would be a secret on the command line, where every user of the machine can read it. */
const secretArgument = /^--(?:password|passphrase|registry-password)(?:=|$)/;

function secretSources(values: Values, files: readonly string[]): SecretSources {
  const source = (name: 'password' | 'passphrase' | 'registry-password') => {
    const [file, stdin] = [values[`${name}-file`], values[`${name}-stdin`]];
    if (file !== undefined && stdin)
      throw new UsageError(`Only one of --${name}-file and --${name}-stdin has a meaning.`);
    if (file === undefined) return stdin ? ('stdin' as const) : undefined;
    if (file === '-') throw new UsageError(`From standard input the secret comes by --${name}-stdin.`);
    return { file: required(file, `${name}-file`, 'a file that only you can read') };
  };
  const [password, passphrase, registryPassword] = [
    source('password'),
    source('passphrase'),
    source('registry-password'),
  ];
  const fromStdin = [password, passphrase, registryPassword].filter((it) => it === 'stdin').length;
  if (fromStdin + (files.includes('-') ? 1 : 0) > 1)
    throw new UsageError('Only one of a secret and FILE can come from standard input.');
  return {
    ...(password && { password }),
    ...(passphrase && { passphrase }),
    ...(registryPassword && { registryPassword }),
  };
}

function parse(argv: readonly string[]) {
  const exposed = argv.find((it) => secretArgument.test(it))?.split('=', 1)[0];
  if (exposed !== undefined)
    throw new UsageError(
      `There is no ${exposed}: every user of the machine reads the arguments of a program. If a secret stood there, take it for known, and change it. It is given by ${exposed}-file, ${exposed}-stdin or the environment.`,
    );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function isHono(url: string | undefined): boolean {
  return url !== undefined && isHonoUrl(url);
}

/** What Hono cannot do without, and what has no meaning there. `listener`: what needs the events, if anything does. */
function checkHono({ tenant, receive, ...values }: Values, listener: string | undefined): void {
  required(tenant, 'tenant', 'every address at Hono names it');
  const foreign = (['addressing', 'direct', 'prefix', 'mqtt'] as const).find(
    (name) => values[name] !== undefined,
  );
  const isKafka = protocolOf(values.connection ?? '') === 'kafka';
  if (foreign !== undefined)
    throw new UsageError(`--${foreign} has no meaning over ${isKafka ? 'Kafka' : 'AMQP'}.`);
  const received = receive === undefined ? [] : receivable(receive);
  if (isKafka && listener !== undefined && receive !== undefined && !received.includes('events'))
    throw new UsageError(`${listener} needs the events: what a device says of an update are events.`);
  if (!isKafka && listener !== undefined && !received.includes('events'))
    throw new UsageError(
      `Over AMQP ${listener} needs --receive events, which takes them away from other consumers of the tenant: what a device says of an update are events.`,
    );
}

function given<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
  const result: { [P in K]?: string } = {};
  if (value !== undefined) result[name] = value;
  return result;
}
