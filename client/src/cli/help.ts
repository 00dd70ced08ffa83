/** What the command line says of itself. */
import { defaultPrefix } from '../protocol/direct.ts';

export const helpText = `kanto-manifest: check update manifests for Eclipse Kanto devices and send them

  kanto-manifest validate [options] FILE…
  kanto-manifest plan     --connection URL --device ID [options] FILE
  kanto-manifest plan     --inventory FILE [--format text|json] FILE
  kanto-manifest apply    --connection URL --device ID [options] FILE
  kanto-manifest refresh  --connection URL --device ID [options] [FILE]
  kanto-manifest install  --connection URL --device ID [options] FILE
  kanto-manifest remove   --connection URL --device ID [options] FILE
  kanto-manifest download --connection URL --device ID [options] FILE
  kanto-manifest devices  --connection URL [--registry URL] [--timeout 3s] [--format text|json]
  kanto-manifest doctor   --connection URL [--device ID] [--format text|json]
  kanto-manifest simulate [--port 1883] [--direct] [--owner-consent DOWNLOAD,UPDATE,ACTIVATE]

FILE is JSON or YAML; "-" reads standard input.

Checking: FILE is also a folder, whose manifests are meant, or a pattern such as 'deploy/**/*.yaml'
  --format FORMAT    text (default), json (one array), jsonl (a line of JSON for each event), sarif (2.1.0), github
                     (annotations of GitHub Actions), junit
  --max-warnings N   more than N warnings are a failure, too
  --stdin            check standard input; --stdin-filename NAME: what it is called in the findings
  --fix              write what has one obvious fix into the files; with --dry-run say only which, and what stays
  --config FILE      the configuration, in place of the nearest kanto.config.json above each file
  --no-config        without any

Sending
  --connection URL   broker: mqtt://host[:1883], mqtts://host[:8883], ws://…, wss://…; Eclipse Hono, as an application:
                     amqps://host:15671, amqp://host:15672 (the port of its messaging network, not of an adapter);
                     kafkas://host[:9093],…, kafka://host[:9092],…
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

Device registry of an Eclipse Hono, for devices and doctor: it lists the devices of --tenant, heard or not
  --registry URL     its HTTP API: https://host[:28443]
  --registry-username NAME  the password comes from the environment variable KANTO_REGISTRY_PASSWORD
  --registry-ca FILE certificate authority (PEM) that signed its certificate; else that of --ca
  --registry-filter JSON  what a registration has to have, as {"/ext/plant": "berlin*"}

Connection
  --tenant NAME      what belongs to another tenant is not heard; needed at Hono
  --receive LIST     over AMQP: events,telemetry. They are taken away from the other consumers of the tenant; without
                     events neither --wait nor plan can know anything. Over Kafka events are received by themselves, and
                     nothing is taken from anybody
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
