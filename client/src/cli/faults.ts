/** Faults in the words of the command line: an editor has settings and commands, a call has options. */
import { certificateLines } from '../connections/certificate.ts';
import { type Fault, type FaultCode, fault } from '../errors.ts';

const refresh = '"kanto-manifest refresh --wait" shows what is installed.';
const device = 'Check that the device is online, that its id is right';

const advices: Partial<Record<FaultCode, string>> = {
  'settings-malformed': 'Correct the options of the call.',
  'url-with-credentials':
    'Take the user and the password out of the url: the user is given by --username, the password by --password-file, --password-stdin or the environment variable KANTO_PASSWORD. Every user of the machine can read the arguments of a program: take that password for known, and change it.',
  'credentials-refused':
    'Check --username and the password: the environment variable KANTO_PASSWORD, or the file of --password-file.',
  'credentials-required':
    'Give --username, and the password in the environment variable KANTO_PASSWORD or by --password-file.',
  'passphrase-required': 'Give it in the environment variable KANTO_KEY_PASSPHRASE, or by --passphrase-file.',
  'passphrase-refused':
    'Check the environment variable KANTO_KEY_PASSPHRASE, or the file of --passphrase-file.',
  'tls-file-unreadable': 'Check the files of --ca, --cert and --key.',
  'tls-self-signed':
    'If you trust this broker, save its certificate (or that of the authority that signed it) as PEM and give the file by --ca.',
  'tls-unknown-ca': 'Give the PEM file of the authority that signed the certificate of the broker by --ca.',
  'tls-wrong-host':
    'Use the host name that the certificate was made for, or give it by --server-name if you know that this is the right broker.',
  'tls-changed-certificate':
    'Look at it below, and ask who runs the broker whether it was renewed. Otherwise somebody may stand between you and the broker.',
  'tls-client-certificate': 'The broker wants a client certificate that it knows: check --cert and --key.',
  'tls-failed': 'Check the TLS settings of the broker, and the options --ca, --cert and --key.',
  'registry-url-malformed': 'Write --registry as https://host:28443.',
  'registry-untrusted':
    'Give the PEM file of the authority that signed the certificate of the registry by --registry-ca, and use the host name that it was made for.',
  'registry-refused':
    'Check --registry-username and the environment variable KANTO_REGISTRY_PASSWORD, or the file of --registry-password-file.',
  'registry-user-required':
    'Give --registry-username, and the password in the environment variable KANTO_REGISTRY_PASSWORD or by --registry-password-file.',
  'connect-failed': 'Check the options of the call and the log of the broker.',
  'connection-lost': `Check the state of the device before you send again: the command may have reached it. ${refresh}`,
  'no-listener': `${device}, that the gateway knows its identity (suite-connector running), and --addressing.`,
  'response-timeout': `${device}, that its update agent runs, and --addressing; raise --timeout for a slow link.`,
  'no-credit':
    'Check --tenant, and that the device is connected to this Hono (its suite-connector): until a device of the tenant has subscribed for commands, Hono takes none.',
  'command-refused':
    'Sending the same again changes nothing: check --tenant and --device, and in the device registry that both are there and enabled; or the limit of messages of the tenant is reached.',
  'link-refused':
    'Check --tenant and --username, and that the port is the one of the messaging network of Hono, not of its AMQP adapter; its log tells more.',
  'events-not-received':
    'Call with --receive events to hear it. Over AMQP each event goes to one consumer alone: others of the tenant, such as Eclipse Ditto, then miss it.',
  'malformed-answer': 'Call with --verbose to see the message; check what answers on that topic.',
  'check-failed': 'Try again; if it stays so, report it with this text.',
  'stopped-waiting': `The device goes on with it. ${refresh}`,
  'nothing-selected':
    'Check --devices and --filter: "kanto-manifest devices" lists who is there. Raise --listen where devices are slow to be heard.',
  'journal-missing':
    'Check the path of --journal. A new rollout is begun without --resume, with --devices in its place.',
  'journal-exists': 'Go on with that rollout with --resume, or name another file.',
  'update-silent': `The update may still go on: a device reports at most once a minute, and an image can take long to download. Raise --timeout, or look later: ${refresh}`,
};

const registryOptions: Readonly<Record<string, string>> = {
  url: '--registry',
  username: '--registry-username',
  caFile: '--registry-ca',
  filter: '--registry-filter',
};

const options: Readonly<Record<string, string>> = {
  tenant: '--tenant',
  receive: '--receive',
  addressing: '--addressing',
  username: '--username',
  'tls.certFile': '--cert',
};

/** What is done in an editor, and how a call says it. */
const acts: Readonly<Record<string, string>> = {
  'Set `receive` of the connection to ["events"]': 'Call with --receive events',
  'Store it with the command "Kanto: Set Password…"': 'Give it in the environment variable KANTO_PASSWORD',
  'Refresh Device State': '"kanto-manifest refresh --wait"',
  'Raise the time-out': 'Raise --timeout',
  'raise the time-out': 'raise --timeout',
  'The raw message is in the output at trace level': 'Call with --verbose to see the message',
  'Connect again, then go on.': 'Check that the broker runs, then call again.',
};

/** What is said of settings and commands of the editor, with the options of a call in their place. */
export function inOptions(text: string): string {
  const called = Object.entries(acts).reduce((said, [act, call]) => said.replaceAll(act, call), text);
  return called
    .replace(
      /`registry\.(\w+)`(?: of the connection)?/g,
      (written, name: string) => registryOptions[name] ?? written,
    )
    .replace(/`([\w.]+)`(?: of the connection)?/g, (written, name: string) => options[name] ?? written);
}

/** The fault with the usual advice put for a person at a terminal; an advice of its own is kept. */
export function inCallWords(told: Fault): Fault {
  const isUsual = told.advice === fault(told.code, '').advice;
  const advice = isUsual ? (advices[told.code] ?? told.advice) : told.advice;
  return { ...told, advice: [inOptions(advice), ...acceptance(told)].join('\n') };
}

/** How to accept the certificate that was refused, after a look at it. */
function acceptance({ certificate }: Fault): string[] {
  if (certificate === undefined) return [];
  return [
    ...certificateLines(certificate).map((line) => `  ${line}`),
    `If you know that this is the certificate of your broker, accept it alone with --fingerprint ${certificate.fingerprint}`,
  ];
}
