/** What the command line says of itself. */
import { defaultPrefix } from '../protocol/direct.ts';
import { exitMeanings } from './exit.ts';
import { isOfflineCommand } from './parseOffline.ts';

const allHelp = `kanto-manifest: check update manifests for Eclipse Kanto devices and send them

  kanto-manifest validate [options] FILE…
  kanto-manifest convert  [--to json|yaml] [--form envelope|value|content] [--device ID] [--document N] FILE
  kanto-manifest schema   [--list] [NAME]
  kanto-manifest rules    [--format text|json] [CODE]
  kanto-manifest completion bash|zsh|fish
  kanto-manifest plan     --connection URL --device ID [options] FILE
  kanto-manifest plan     --inventory FILE [--format text|json|jsonl] FILE
  kanto-manifest drift    --connection URL --device ID [options] FILE
  kanto-manifest drift    --inventory FILE [--format text|json|jsonl] FILE
  kanto-manifest import   --connection URL --device ID [--format yaml|json|jsonl] [--output FILE] [options]
  kanto-manifest import   --inventory FILE [--format yaml|json|jsonl] [--output FILE]
  kanto-manifest apply    --connection URL --device ID [options] FILE
  kanto-manifest refresh  --connection URL --device ID [options] [FILE]
  kanto-manifest install  --connection URL --device ID [options] FILE
  kanto-manifest remove   --connection URL --device ID [options] FILE
  kanto-manifest download --connection URL --device ID [options] FILE
  kanto-manifest rollout  --connection URL --devices LIST --journal FILE [options] FILE
  kanto-manifest rollout  --connection URL --resume --journal FILE [options] FILE
  kanto-manifest devices  --connection URL [--registry URL] [--timeout 3s] [--format text|json]
  kanto-manifest doctor   --connection URL [--device ID] [--format text|json]
  kanto-manifest simulate [--port 1883] [--direct] [--devices N] [--owner-consent DOWNLOAD,UPDATE,ACTIVATE]

FILE is JSON or YAML; "-" reads standard input. COMMAND --help tells of one command, --version the version.

Checking: FILE is also a folder, whose manifests are meant, or a pattern such as 'deploy/**/*.yaml'
  --format FORMAT    text (default), json (one array), jsonl (a line of JSON for each event), sarif (2.1.0), github
                     (annotations of GitHub Actions), junit
  --max-warnings N   more than N warnings are a failure, too
  --stdin            check standard input; --stdin-filename NAME: what it is called in the findings
  --fix              write what has one obvious fix into the files; with --dry-run say only which, and what stays

Converting: the same manifest, with its comments, on standard output
  --to FORMAT        json or yaml
  --form FORM        envelope (the whole message), value (what is in it) or content (a desired state, or a list, alone)
  --device ID        whom an envelope is for, where FILE does not say it
  --document N       of several manifests in FILE (YAML documents) the one of this number, from 1

Completion: prints a script that completes commands, options, their values and files with the Tab key, for the shell that
reads it: eval "$(kanto-manifest completion bash)" in ~/.bashrc; source <(kanto-manifest completion zsh) in ~/.zshrc, after
compinit; kanto-manifest completion fish | source in config.fish

Looking up: "schema" prints a JSON Schema, "rules" what there is to say of a finding by its code, both without a network

Configuration: how findings are shown, and vocabularies of further domains, as the editor reads them
  --config FILE      this one, in place of the nearest kanto.config.json above FILE
  --no-config        none

Reaching devices
  --connection URL   broker: mqtt://host[:1883], mqtts://host[:8883], ws://…, wss://…; Eclipse Hono, as an application:
                     amqps://host:15671, amqp://host:15672 (the port of its messaging network, not of an adapter);
                     kafkas://host[:9093],…, kafka://host[:9092],…
  --verbose          every message on the wire, on standard error

One device
  --device ID        its id, namespace:name
  --timeout TIME     500ms, 60s, 2m, 1h: for the answer, and with --wait for the device's next word (default 60s, with
                     --direct 90s)

Sending
  --wait             wait until the device says how it ended, not only until it accepted
  --document N       of several manifests in FILE (YAML documents) the one of this number, from 1
  --daemon NAME      which daemon gets software modules, where no topic says it: containers (default, unless the device
                     is seen to have the other alone) or software-update; the manifest is judged for it
  --yes              yes to what would be asked: components that are destroyed, a device that does not report what it
                     runs (whatever that is may be lost), an empty target, an envelope that names another device; then
                     nothing is planned before
  --ask WHEN         apply: destroy (default) asks where components are destroyed that the manifest does not list, replace also
                     where one is replaced, with all that is stored in it, always before each apply; where nobody can be
                     asked, as in a pipeline, nothing is sent (exit status 8)
  --send-anyway      send although the manifest has errors (never what would crash the device)
  --consent ANSWER   with --wait: approve or deny, when the device asks its owner about this update (default: ask)
  --format FORMAT    text (default); json, one object on standard output; jsonl, one object a line, for each event as it
                     happens, the last one "end"

Rolling out: an apply of FILE to many devices. All are planned first, one question names what is destroyed and where; then
wave by wave. A device that would lose more at its turn than was agreed to is held back. No command is sent twice
  --devices LIST     ids and patterns (* and ?) between commas, ! before one takes away; or @FILE, one a line
  --filter WORDS     of those the ones with these words, as state:failed or component:influx
  --listen TIME      how long devices are listened for that a pattern may stand for (default 3s)
  --waves LIST       1,10,100% (default): one first, then ten more, then up to so many of a hundred of all
  --concurrency N    so many devices at once (default 20)
  --pause WHEN       between two waves: ask (default; where nobody can be asked it pauses), a time as 30s, or none
  --max-failures N   more than N devices without success, or N% of a wave, stop it (default 0)
  --skip-in-sync     devices that run what FILE says get nothing
  --journal FILE     the record of it; one rollout a file
  --resume           go on with the rollout of the journal; --concurrency, --pause, --max-failures, --skip-in-sync and --timeout
                     can be changed
  --retry LIST       with --resume: failed, unknown, unreached: those devices once more, each as a new activity
  --timeout TIME     the longest silence of a device that is at it (default 5m)
  --document N       of several manifests in FILE (YAML documents) the one of this number, from 1
  --yes              yes to what would be asked: what is destroyed, and devices of which nothing is left
  --send-anyway      roll out although the manifest has errors (never what would crash a device)
  --format FORMAT    text (default), json, jsonl (a line of JSON for each event), junit (a test for each device)
  Ctrl+C pauses: what was begun is followed to its end. The second Ctrl+C leaves at once

Planning: what an apply of FILE would do to the device, which is asked only for what it runs. drift says whether it still
runs what FILE says, and only what differs
  --document N       of several manifests in FILE (YAML documents) the one of this number, from 1
  --format FORMAT    text (default); json, one object; jsonl, one object a line, for each event, the last one "end"
  --inventory FILE   no device: what one reported (JSON), as at /features/UpdateManager/properties

Import: a manifest of what the device runs; runtime values are left out, and <secret> stands for each secret
  --format FORMAT    yaml (default), with comments that tell what was left out; json; jsonl
  --output FILE      a new file, in place of standard output; none is overwritten
  --yes              write it also where an apply of it would change the device, as it does where it has secrets

Doctor: which link between here and the device is broken, and how to mend it. It asks the device for its state only
  --device ID        the device to ask; else the one that the gateway names

Device registry of an Eclipse Hono, for devices, doctor and rollout: it lists the devices of --tenant, heard or not
  --registry URL     its HTTP API: https://host[:28443]
  --registry-username NAME  its password comes from KANTO_REGISTRY_PASSWORD, --registry-password-file FILE or
                     --registry-password-stdin
  --registry-ca FILE certificate authority (PEM) that signed its certificate; else that of --ca
  --registry-filter JSON  what a registration has to have, as {"/ext/plant": "berlin*"}

Connection
  --tenant NAME      what belongs to another tenant is not heard; needed at Hono
  --receive LIST     over AMQP: events,telemetry. They are taken away from the other consumers of the tenant; without
                     events neither --wait nor plan can know anything. Over Kafka events are received by themselves, and
                     nothing is taken from anybody
  --username NAME    its password comes from the environment variable KANTO_PASSWORD, or by
  --password-file FILE  a file that only you can read, or --password-stdin; never from an argument
  --ca FILE          certificate authority (PEM) that signed the broker's certificate
  --cert FILE        client certificate (PEM)       --key FILE   its private key (PEM); where it is encrypted,
                     the pass-phrase comes from KANTO_KEY_PASSPHRASE, --passphrase-file FILE or --passphrase-stdin
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
  --devices N        so many of them, each behind a gateway: edge:device-1, edge:device-2, …

Exit status
${exitMeanings.map(([status, meaning]) => `  ${status}  ${meaning}`).join('\n')}
validate: 1 errors, or more warnings than allowed; doctor: 1 a link is broken
`;

/** The commands that a section is about, by how it begins; the others are for all. */
const about: Readonly<Record<string, (command: string) => boolean>> = {
  Checking: (command) => command === 'validate',
  Converting: (command) => command === 'convert',
  Completion: (command) => command === 'completion',
  'Looking up': (command) => command === 'schema' || command === 'rules',
  Configuration: (command) =>
    ['validate', 'convert', 'plan', 'drift', 'import', 'rollout'].includes(command) || isSent(command),
  'Reaching devices': reachesDevices,
  'One device': (command) => isSent(command) || ['plan', 'drift', 'import'].includes(command),
  Sending: isSent,
  'Rolling out': (command) => command === 'rollout',
  Planning: (command) => command === 'plan' || command === 'drift',
  Import: (command) => command === 'import',
  Doctor: (command) => command === 'doctor',
  'Device registry': (command) => ['devices', 'doctor', 'rollout'].includes(command),
  Connection: reachesDevices,
  'Simulated device': (command) => command === 'simulate',
};

function reachesDevices(command: string): boolean {
  return !isOfflineCommand(command) && command !== 'simulate';
}

function isSent(command: string): boolean {
  return ['apply', 'refresh', 'install', 'remove', 'download'].includes(command);
}

/** All, or what is about one command; of one that there is not, all. Ends with a line break. */
export function helpText(command?: string): string {
  const forms = formsOf(command);
  if (command === undefined || forms.length === 0) return allHelp;
  const sections = allHelp.split('\n\n').slice(2);
  const meant = sections.filter((section) => {
    const isAbout = Object.entries(about).find(([begin]) => section.startsWith(begin))?.[1];
    return isAbout === undefined || isAbout(command);
  });
  return `${[forms.join('\n'), ...meant].join('\n\n').trimEnd()}\n`;
}

/** What goes with a usage error: the form of the command, or of all, so that the error itself stays in sight. */
export function usageText(command: string | undefined): string {
  const own = formsOf(command);
  const help = own.length > 0 ? `kanto-manifest ${command} --help` : 'kanto-manifest --help';
  return `${(own.length > 0 ? own : formsOf()).join('\n')}\n\n"${help}" tells the options.`;
}

function formsOf(command?: string): string[] {
  return allHelp
    .split('\n')
    .filter((line) => line.startsWith('  kanto-manifest '))
    .filter((line) => command === undefined || line.split(/\s+/)[2] === command);
}
