/** Everything that can go wrong between a person and a device, told so that the person knows what to do. */
import { t } from '@vscode/l10n';
import type { ServerCertificate } from './connections/certificate.ts';

/** Every code there is, with what to do about it; a fault may bring a more fitting advice of its own. */
const advices = () =>
  ({
    // Settings
    'settings-malformed': t('Correct the entry in the setting `kanto.connections`.'),
    'settings-duplicate': t('Give every connection in `kanto.connections` a name of its own.'),
    'settings-password': t(
      'Remove it from the settings, where anyone could read it, and store it with the command "Kanto: Set Password…".',
    ),
    'unknown-connection': t(
      'Choose a connection that is named in the setting `kanto.connections`, or add it there.',
    ),
    'connection-changed': t('Look at where it leads now, then apply again.'),
    'device-id-malformed': t(
      'Write the device id as `namespace:name`, for example `edge:device`; the namespace starts with a letter.',
    ),

    // Connecting
    'url-malformed': t(
      'Write the url as `mqtt://host:1883`, `mqtts://host:8883`, `ws://host/path` or `wss://host/path`; for Eclipse Hono as `amqps://host:15671`, with the port of its messaging network, or `kafkas://host:9093,host:9093`.',
    ),
    'url-with-credentials': t(
      'Take the user and the password out of the url: set `username` of the connection, and store the password with "Kanto: Set Password…".',
    ),
    'insecure-credentials': t(
      'Use `mqtts://`, `wss://`, `amqps://` or `kafkas://`, reach the broker through an SSH tunnel on this machine, or connect without user and password.',
    ),
    'name-not-resolved': t(
      'Check the host name in the url of the connection, and that this machine has a network.',
    ),
    'connection-refused': t(
      'Check host and port of the url, and that the broker is running and listens there.',
    ),
    'host-unreachable': t(
      'Check the address, the network (VPN?) and firewalls between this machine and the broker.',
    ),
    'connection-timeout': t(
      'Check host and port, and that no firewall drops the packets; try again when the network is better.',
    ),
    'connection-closed': t(
      'Check that the port belongs to an MQTT broker and that the scheme fits it: `mqtts://` for a port with TLS, `ws://` or `wss://` for WebSocket.',
    ),
    'mqtt-not-spoken': t(
      'Check that the port belongs to an MQTT broker, and that the scheme fits it: `ws://` or `wss://` for WebSocket.',
    ),
    'amqp-not-spoken': t(
      "Check that the port is the one of Hono's messaging network (AMQP 1.0), not of an adapter or of an MQTT broker, and that the scheme fits it: `amqps://` for a port with TLS.",
    ),
    'websocket-refused': t(
      'Check the path of the url (often `/mqtt` or `/ws`) and that the broker has a WebSocket listener on that port.',
    ),
    'protocol-refused': t('Check which MQTT versions the broker speaks; this tool speaks 5 and 3.1.1.'),
    'client-id-refused': t('Change or remove `clientId` of the connection.'),
    'client-id-taken': t(
      'Give each program a client id of its own, or remove `clientId` of the connection; then connect again.',
    ),
    'broker-unavailable': t('Wait and try again; the log of the broker tells more.'),
    'credentials-refused': t(
      'Check `username` of the connection, and store the password again with "Kanto: Set Password…".',
    ),
    'credentials-required': t(
      'Set `username` of the connection and store its password with "Kanto: Set Password…".',
    ),
    'passphrase-required': t(
      'Connect again and type it, or store it with the command "Kanto: Set Password…".',
    ),
    'passphrase-refused': t('Store the right one with the command "Kanto: Set Password…".'),
    'tls-file-unreadable': t('Check `tls.caFile`, `tls.certFile` and `tls.keyFile` of the connection.'),
    'tls-self-signed': t(
      'If you trust this broker, name the PEM file of its certificate (or of the authority that signed it) in `tls.caFile` of the connection, or accept this certificate by its fingerprint.',
    ),
    'tls-unknown-ca': t(
      'Name the PEM file of the authority that signed the certificate of the broker in `tls.caFile` of the connection, or accept this certificate by its fingerprint.',
    ),
    'tls-expired': t(
      'The certificate of the broker has to be renewed; check also the clock of this machine.',
    ),
    'tls-not-yet-valid': t(
      'Check the clock of this machine, and the dates in the certificate of the broker.',
    ),
    'tls-wrong-host': t(
      'Use the host name that the certificate was made for, or set `tls.serverName` of the connection to it if you know that this is the right broker.',
    ),
    'tls-changed-certificate': t(
      'If you know that the certificate of the broker was renewed, look at it and accept it for this connection. Otherwise somebody may stand between you and the broker: do not accept it.',
    ),
    'tls-client-certificate': t(
      'The broker wants a client certificate that it knows: check `tls.certFile` and `tls.keyFile` of the connection.',
    ),
    'tls-not-spoken': t('Check the port, or use `mqtt://` or `ws://` for a port without TLS.'),
    'tls-failed': t('Check the TLS settings of the broker and of the connection.'),
    'connect-failed': t('Check the settings of the connection and the log of the broker.'),
    'subscription-refused': t(
      'Ask for the right to read `command//+/res/#`, `e/#` and `edge/thing/response` on the broker (its ACL).',
    ),
    'link-refused': t(
      'Check `tenant` of the connection, and that the port is the one of the messaging network of Hono, not of its AMQP adapter; its log tells more.',
    ),
    'subscription-unanswered': t('Try again; the log of the broker tells more.'),
    'hono-adapter': t(
      "Connect to the AMQP 1.0 messaging network of that Hono with the user of an application: `amqps://`, at Eclipse's sandbox port 15671. Or connect to the broker on the gateway itself, where its daemons listen.",
    ),

    // The device registry
    'registry-url-malformed': t(
      'Write `registry.url` of the connection as `https://host:28443`: what is asked for is at /v1/devices beneath it.',
    ),
    'registry-unreachable': t('Check `registry.url` of the connection, and that this machine reaches it.'),
    'registry-untrusted': t(
      'Name the PEM file of the authority that signed the certificate of the registry in `registry.caFile` of the connection, and use the host name that it was made for.',
    ),
    'registry-refused': t(
      'Check `registry.username` of the connection, and store the password of the registry again with "Kanto: Set Password…".',
    ),
    'registry-user-required': t(
      'Set `registry.username` of the connection, and store the password of the registry with "Kanto: Set Password…".',
    ),
    'registry-failed': t('Check `registry.url` of the connection; the log of the registry tells more.'),

    // The gateway and its daemons
    'gateway-offline': t('See the log of suite-connector on the gateway.'),
    'other-device': t('Use the id that the gateway tells; in direct mode it is the prefix of the topics.'),
    'other-tenant': t(
      'Correct `tenant` of the connection, or take it out: then devices of every tenant are heard.',
    ),
    'no-update-agent': t('Start an update agent on the device.'),

    // The simulated device's broker
    'port-in-use': t(
      'Stop the program that uses it (often another MQTT broker), or choose another port; 0 takes a free one.',
    ),
    'port-forbidden': t('Choose a port above 1023; 0 takes a free one.'),
    'broker-failed': t('Choose another port; 0 takes a free one.'),

    // One command
    'not-connected': t('Connect first, then send again.'),
    'connection-lost': t(
      'Check the state of the device before you send again: the command may have reached it. Refresh Device State shows what is installed.',
    ),
    'not-authorized': t(
      'Ask for the right to write to this topic on the broker (its ACL), or use another user.',
    ),
    'publish-refused': t('The log of the broker tells more.'),
    'no-listener': t(
      'Check that the device is online and its id is right, that the gateway knows its identity (suite-connector running), and the `addressing` of the connection.',
    ),
    'no-credit': t(
      'Check `tenant` of the connection, and that the device is connected to this Hono (its suite-connector): until a device of the tenant has subscribed for commands, Hono takes none.',
    ),
    'device-not-connected': t(
      'Check that the id of the device is right, and that it is online (its suite-connector); then send again.',
    ),
    'command-refused': t(
      'Sending the same again changes nothing: check `tenant` of the connection and the id of the device, and in the device registry that both are there and enabled; or the limit of messages of the tenant is reached.',
    ),
    'message-too-long': t('Make the manifest smaller.'),
    'response-timeout': t(
      'Check that the device is online, that its id is right, that its update agent runs, and the `addressing` of the connection; raise the time-out for a slow link.',
    ),
    'malformed-answer': t(
      'The raw message is in the output at trace level; check what answers on that topic.',
    ),
    'rejected-by-device': t('Correct the manifest as the message of the device says, then send again.'),
    cancelled: t('Nothing was sent.'),

    // One update
    'not-sendable': t('Open a manifest for apply, refresh, install, remove or download.'),
    'not-in-direct-mode': t(
      'Put it into a desired state and apply that, or connect to a device with things (mode: things).',
    ),
    contradiction: t(
      'Correct the envelope, choose the device that it names, or send it with the corrections.',
    ),
    'would-crash-device': t('Correct the manifest first; such a message is never sent.'),
    'check-failed': t('Try again; if it stays so, report it with the output of the Kanto channel.'),
    'stopped-waiting': t('The device goes on with it. Refresh Device State shows the outcome.'),
    'update-silent': t(
      'The update may still go on: a device reports at most once a minute, and an image can take long to download. Refresh Device State shows what is installed.',
    ),
    'events-not-received': t(
      'Set `receive` of the connection to ["events"] to follow updates. Over AMQP each event goes to one consumer alone: others of the tenant, such as Eclipse Ditto, then miss it.',
    ),
    'events-refused': t(
      'Ask who runs this Hono for the right to read event/<tenant> (over Kafka the topic hono.event.<tenant>), or to mend why it does not give the events. Until then, updates are accepted, but neither planned nor followed here.',
    ),
    'device-restarted': t(
      'See what the device runs now (Refresh Device State), then apply again: what it had begun may be half done.',
    ),
    'end-unknown': t('Refresh Device State shows what is installed.'),
    'consent-closed': t('Look at the update: the device may have asked anew, or ended it.'),

    // A rollout
    'nothing-selected': t(
      'Check the names of the devices and the filter; the view Devices shows who is there.',
    ),
    'not-an-apply': t('Only a desired state can be rolled out: open a manifest for apply.'),
    'journal-exists': t('Go on with that rollout, or name another file.'),
    'journal-missing': t('Check the path; or begin a new rollout.'),
    'journal-in-use': t('Wait until the other program has ended, or end it; then go on.'),
    'journal-unreadable': t('Check the path and that you may read and write the file.'),
    'journal-damaged': t(
      'What is missing may tell of commands that were sent, so this rollout cannot go on. Refresh the devices, and roll out anew to those that differ.',
    ),
    'journal-not-own': t(
      'Whoever can write a journal says what you have agreed to. Where you know that nobody has changed it, make it your own file (copy it, delete the other, chmod 600), and go on.',
    ),
    'journal-unwritten': t(
      'Nothing more is sent without it. Make room on the disk, or check that you may write the file; then go on.',
    ),
    'other-manifest': t(
      'A rollout goes on with the very manifest that was agreed to. Bring that back, or begin another rollout with this one.',
    ),
    'other-target': t('Bring the connection back as it was when it was agreed to, or begin another rollout.'),

    // The file of an artifact
    'artifact-failed': t(
      'Check the address in the manifest, and that this machine reaches it: the checksums can be written by hand, too.',
    ),

    // The command line
    'file-unreadable': t('Check the path and that you may read the file.'),
    'file-unwritable': t('Check that you may write the file.'),
    'file-changed': t('Look at what was changed, then call again.'),
    'configuration-malformed': t('Correct it, name another one with --config, or use none with --no-config.'),
    'conversion-refused': t('Correct the manifest, then convert it again.'),
    'manifest-refused': t('Correct the manifest, then send it again.'),
    'manifest-has-errors': t('Correct the manifest, or send it all the same with --send-anyway.'),
    'other-operation': t('Nothing was sent.'),
    'inventory-malformed': t(
      'Check the file of --inventory, or ask the device itself with --connection and --device.',
    ),
    'file-exists': t('Choose another name, or remove the file first: nothing is overwritten.'),
    'secret-unusable': t(
      'Write the secret alone into a file that only you can read (chmod 600), or give it by the environment.',
    ),
    'not-confirmed': t('Nothing was sent. Answer yes, or call with --yes.'),
    unexpected: t('This is a defect of kanto-manifest: please report it with this text.'),
    'nothing-to-follow': t('List at least one software module in the manifest.'),
  }) as const satisfies Record<string, string>;

/** Stable, kebab-case. */
export type FaultCode = keyof ReturnType<typeof advices>;

export interface Fault {
  readonly code: FaultCode;
  /** What happened and why, one or two sentences. Never holds a secret. */
  readonly message: string;
  /** What to do now. */
  readonly advice: string;
  /** The certificate that was refused, where a person may accept it by its fingerprint. */
  readonly certificate?: ServerCertificate;
}

/** A {@link Fault} as an exception, for calls that cannot go on. */
export class FaultError extends Error {
  constructor(
    readonly fault: Fault,
    options?: ErrorOptions,
  ) {
    super(fault.message, options);
    this.name = 'FaultError';
  }
}

/** A fault with the usual advice of its code, or a better one where the caller knows more. */
export function fault(code: FaultCode, message: string, advice: string = advices()[code]): Fault {
  return { code, message, advice };
}

/** The fault inside of what was thrown; anything else becomes a fault of the given code with its message. */
export function faultOf(error: unknown, code: FaultCode): Fault {
  if (error instanceof FaultError) return error.fault;
  return fault(code, error instanceof Error ? error.message : String(error));
}
