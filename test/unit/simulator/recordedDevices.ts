/**
 * What stood around each recorded exchange: the daemons that ran, what had gone before. Of the 195 recorded scenarios
 * 131 are published, so the state that an unpublished one left behind has to be made again; each entry says why.
 */
import { createHash } from 'node:crypto';
import type { Artifact } from '../../../client/src/simulator/artifacts.ts';
import { type DeviceOptions, instantTiming } from '../../../client/src/simulator/device.ts';
import { pretendScriptOf } from '../../../client/src/simulator/softwareUpdate/script.ts';

/** As the recorded daemons were started (recordings' README); an image takes the stand-in 201 ms. */
const timing = {
  ...instantTiming,
  download: 201,
  feedbackInterval: 1_000,
  currentStateDelay: 1_000,
  phaseTimeout: 3_000,
  readTimeout: 3_000,
  ownerConsentTimeout: 4_000,
};

const updates: DeviceOptions = { timing, daemons: ['update-manager', 'container-management'] };

/** Options of the device of each file. */
export const devices: Readonly<Record<string, DeviceOptions>> = {
  '01': updates,
  '02': updates,
  '03': updates,
  '04': updates,
  '05': updates,
  '06': { timing, daemons: ['software-update'], artifactType: 'plain' },
  '07': { ...updates, mode: 'direct' },
  '08': {
    ...updates,
    // The self-update domain's own read timeout was 2 s; the containers agent answers at once anyway.
    timing: { ...timing, readTimeout: 2_000 },
    absentDomains: ['self-update'],
    ownerConsent: ['DOWNLOAD'],
  },
};

export interface Surroundings {
  /** Why the exchange needs them. */
  readonly because: string;
  /** Commands sent before, each followed by `wait` milliseconds. */
  readonly before?: readonly { readonly topic: string; readonly payload: string; readonly wait?: number }[];
  /** Milliseconds in which the device's messages belong to the exchange; else until it is quiet. */
  readonly window?: number;
  /** Where several messages were sent: milliseconds after the first, one for each. */
  readonly sendAfter?: readonly number[];
  /** The next exchange follows without a pause. */
  readonly overlaps?: true;
  /** Something still comes when the recorder had gone on. */
  readonly late?: true;
  /** Names of the containers as Go happened to walk them. */
  readonly mapOrder?: readonly string[];
}

interface Component {
  readonly id: string;
  readonly version?: string;
  readonly config?: readonly { readonly key: string; readonly value: string }[];
}

function apply(activityId: string | undefined, components: readonly Component[]): string {
  return envelope('apply', { activityId, desiredState: { domains: [{ id: 'containers', components }] } });
}

function envelope(operation: string, value: unknown, correlationId = 'cid-1'): string {
  return JSON.stringify({
    topic: `edge/device/things/live/messages/${operation}`,
    headers: {
      'response-required': true,
      'content-type': 'application/json',
      'correlation-id': correlationId,
    },
    path: `/features/UpdateManager/inbox/messages/${operation}`,
    value,
  });
}

const applyTopic = 'command///req/r0/apply';

/** The device has these containers, and nothing else. */
function holding(because: string, ...components: readonly Component[]): Surroundings {
  return { because, before: [{ topic: applyTopic, payload: apply('before', components) }] };
}

const image = (name: string) => [{ key: 'image', value: name }];
const x = { id: 'x', version: '1' };
const unpublished = 'An unpublished exchange left it so';

/** By file and scenario; most exchanges need nothing but the ones before them. */
export const surroundings: Readonly<Record<string, Readonly<Record<string, Surroundings>>>> = {
  '01': {
    'duplicate component id': {
      because:
        'The unpublished exchange before it was an apply without an activity id: its state is told 4 s later, in the middle of this one.',
      before: [
        {
          topic: applyTopic,
          payload: apply(undefined, [
            { id: 'influxdb', version: '2.7.1', config: image('docker.io/library/influxdb:2.7.1') },
          ]),
          wait: 3_900,
        },
      ],
    },
    'empty id': {
      because: `${unpublished}: a component without version and image had replaced one of the two containers "a".`,
      before: [{ topic: applyTopic, payload: apply('before', [{ id: 'a' }]) }],
    },
  },
  '02': {
    'no correlation-id': holding(`${unpublished}.`, x),
    'components [null]': {
      because:
        'update-manager waits 3 s for the dead agent; its state follows 3 s after that, when the recorder had gone on.',
      window: 3_500,
      late: true,
    },
    'domain config [null]': { because: 'As above.', window: 3_500, late: true },
    'known + unknown domain': holding(`${unpublished}: only "y" ran.`, { id: 'y', version: '1' }),
    'refresh no value': {
      because:
        'The unpublished exchange 3 s before it was a refresh without an activity id, which waits in vain for an answer it could recognise: this one waits for it, and its state comes now.',
      before: [
        {
          topic: 'command///req/r0/refresh',
          payload: envelope('refresh', {}),
          wait: 2_990,
        },
      ],
      window: 500,
      late: true,
    },
  },
  '03': {
    "cfg (('privileged', 'true'), ('device', '/dev/tty:/dev/tty'))": holding(`${unpublished}.`, {
      ...x,
      config: image('nginx'),
    }),
    "cfg (('logDriver', 'syslog'),)": holding(`${unpublished}.`, {
      ...x,
      config: [{ key: 'restartPolicy', value: 'on-failure' }],
    }),
    "cfg (('logMaxSize', '100'),)": holding(`${unpublished}.`, x),
  },
  '04': {
    'concurrency: second apply sent while the first runs': {
      because:
        'Both messages are among the received ones; the first takes six images, the second destroys six.',
      sendAfter: [0, 50],
      window: 4_000,
      mapOrder: ['c1', 'c2', 'c3', 'c4', 'c5', 'c0'],
    },
  },
  '05': {
    'size wrong': {
      because: `${unpublished}: the container "influxdb" was removed, another one installed.`,
      before: [
        software('remove', { correlationId: 'c', software: [{ name: 'influxdb', version: '' }] }),
        software('install', {
          correlationId: 'c',
          softwareModules: [
            {
              softwareModule: { name: 'influxdb', version: '1.8.4' },
              artifacts: [{ download: { HTTP: { url: 'http://127.0.0.1:27419/valid.json' } } }],
            },
          ],
        }),
      ],
    },
  },
  '07': {
    'direct currentstate/get': {
      because:
        'The manager waits 3 s for an answer that it cannot hear meanwhile; it comes during the next exchange, 2 s later.',
      window: 2_000,
      overlaps: true,
    },
  },
  '08': {
    'two domains, self-update agent absent -> phase timeout': {
      because: 'The device had been started 1.5 s before and still waited for the absent agent.',
      window: 6_000,
    },
    'owner consent (DOWNLOAD) in things mode: wrong cid then right cid': {
      because: 'The owner answered with a wrong correlation id, then with the right one.',
      sendAfter: [0, 700, 1_500],
      window: 5_000,
    },
    'owner consent DENIED': {
      because: 'The owner answered after a second.',
      sendAfter: [0, 1_000],
      window: 5_000,
    },
    'owner consent timeout': {
      because: 'Nobody answered; the state that follows came when the recorder had gone on.',
      window: 5_000,
      late: true,
    },
  },
};

function software(operation: string, value: unknown) {
  const payload = JSON.stringify({
    topic: `edge/device:edge:containers/things/live/messages/${operation}`,
    headers: { 'content-type': 'application/json', 'correlation-id': 'cid-0' },
    path: `/features/SoftwareUpdatable/inbox/messages/${operation}`,
    value,
  });
  return { topic: `command//edge:device:edge:containers/req//${operation}`, payload };
}

const descriptor = (extra: object) =>
  JSON.stringify({
    ...extra,
    container_name: 'influxdb',
    image: { name: 'docker.io/library/influxdb:1.8.4' },
  });

const artifacts: Readonly<Record<string, string>> = {
  // Byte for byte the file of container-management's tests that the exchanges' checksums belong to.
  'valid.json': `{
  "container_name": "influxdb",
  "image": {
    "name": "docker.io/library/influxdb:1.8.4"
  }
}
`,
  'withid.json': descriptor({ container_id: 'influxdb' }),
  'notjson.json': 'not json',
  'install.sh': `#!/bin/sh\n${'# a stand-in for the recorded script, of the same size\n'.repeat(5)}`.padEnd(
    334,
    '#',
  ),
  'fail.sh': '#!/bin/sh\nexit 3\n',
};

/** The recorder's HTTP server. */
export async function recordedArtifact(url: string): Promise<Artifact> {
  const text = artifacts[url.replace('http://127.0.0.1:27419/', '')];
  return {
    kind: 'content',
    status: text === undefined ? 404 : 200,
    body: [Buffer.from(text ?? '404 page not found\n')],
    resumed: false,
  };
}

/** The recorded script is not published. This one stands for it: as large, and with the checksum put in its place. */
export const scriptChecksum = {
  recorded: '12766b622bcb58a5523af09df7f723946a5259e222bc88c4e3c701f29b30857e',
  standIn: createHash('sha256')
    .update(artifacts['install.sh'] ?? '')
    .digest('hex'),
};

/** The recorded script reported itself installed under the group "demo". */
export const recordedScript = pretendScriptOf('demo');
