// What a fleet says: Kanto devices behind one broker, as update-manager and container-management publish it.

/**
 * @typedef {object} Message
 * @property {string} topic
 * @property {string} payload
 */

/** Of an inventory. */
const components = 20;
const start = 1_795_294_641_000;

/** @param {number} device counted from 0 */
export const idOf = (device) => `fleet:device-${String(device).padStart(5, '0')}`;

/**
 * What a device says as its word number `turn`, counted from 0. Of ten words one is its whole state, three tell of an
 * update that begins, goes on and ends, and six are telemetry.
 * @param {number} device
 * @param {number} turn
 * @returns {Message}
 */
export function messageOf(device, turn) {
  const id = idOf(device);
  const topic = `e/fleet/${id}`;
  // Each at another place, so that not all report their state at once.
  const at = turn + (device % 10);
  const word = at % 10;
  const round = Math.floor(at / 10);
  const time = start + turn * 2000;
  if (word === 0) return { topic, payload: JSON.stringify(stateOf(id, device, round, time)) };
  if (word === 3) return { topic, payload: JSON.stringify(feedbackOf(id, round, 'RUNNING', 5, time)) };
  if (word === 6) return { topic, payload: JSON.stringify(feedbackOf(id, round, 'RUNNING', 80, time)) };
  if (word === 9) return { topic, payload: JSON.stringify(feedbackOf(id, round, 'COMPLETED', 100, time)) };
  return { topic, payload: JSON.stringify(telemetryOf(id, device, turn)) };
}

/** @param {string} id @param {string} path @param {unknown} value */
function modified(id, path, value) {
  return {
    topic: `${id.replace(':', '/')}/things/twin/commands/modify`,
    headers: { 'response-required': false, 'content-type': 'application/json' },
    path,
    value,
  };
}

/** @param {string} id @param {number} device @param {number} turn */
function telemetryOf(id, device, turn) {
  return modified(id, '/features/Metrics/properties', {
    cpu: (device * 7 + turn) % 100,
    memory: { total: 2_097_152, used: 1_000_000 + ((device * 31 + turn * 997) % 1_000_000) },
    uptime: turn * 2,
  });
}

/** @param {string} id @param {number} round @param {string} status @param {number} progress @param {number} timestamp */
function feedbackOf(id, round, status, progress, timestamp) {
  const isDone = status === 'COMPLETED';
  return {
    topic: `${id.replace(':', '/')}/things/live/messages/feedback`,
    headers: { 'content-type': 'application/json', 'response-required': false },
    path: '/features/UpdateManager/outbox/messages/feedback',
    value: {
      activityId: `update-${round}`,
      timestamp,
      desiredStateFeedback: {
        status,
        actions: Array.from({ length: 5 }, (_, n) => ({
          component: { id: `containers:service-${n}`, version: `1.${round}.0` },
          status: isDone ? 'UPDATE_SUCCESS' : 'DOWNLOADING',
          progress,
          message: isDone ? 'Container is updated.' : 'Image is being downloaded.',
        })),
      },
    },
  };
}

/** @param {string} id @param {number} device @param {number} round @param {number} timestamp */
function stateOf(id, device, round, timestamp) {
  const agent = 'containers-update-agent';
  const nodes = Array.from({ length: components }, (_, n) => nodeOf(device, n, round));
  return modified(id, '/features/UpdateManager/properties', {
    activityId: `update-${round}`,
    timestamp,
    domain: 'device',
    inventory: {
      softwareNodes: [
        { id: 'device-update-manager', version: '1.0.0', name: 'Update Manager', type: 'APPLICATION' },
        {
          id: agent,
          version: '1.0.0',
          name: 'Eclipse Kanto Containers Update Agent',
          parameters: [{ key: 'domain', value: 'containers' }],
          type: 'APPLICATION',
        },
        ...nodes,
      ],
      associations: [
        { sourceId: 'device-update-manager', targetId: agent },
        ...nodes.map((node) => ({ sourceId: agent, targetId: node.id })),
      ],
    },
  });
}

/** A container as the agent of container-management reports it. @param {number} device @param {number} n @param {number} round */
function nodeOf(device, n, round) {
  // Every hundredth device has one that died.
  const isDead = n === 0 && device % 100 === 99;
  return {
    id: `containers:service-${n}`,
    version: `1.${round}.0`,
    type: 'CONTAINER',
    parameters: [
      { key: 'image', value: `registry.example.org/fleet/service-${n}:1.${round}.0` },
      { key: 'restartPolicy', value: 'unless-stopped' },
      { key: 'memory', value: '256M' },
      { key: 'port', value: `0.0.0.0:${8000 + n}-${8000 + n}:8080/tcp` },
      { key: 'env', value: `SERVICE_NAME=service-${n}` },
      { key: 'created', value: new Date(start + device * 1000 + n).toISOString() },
      {
        key: 'containerId',
        value: `${String(device).padStart(8, '0')}-5c1e-4d1c-9a3f-${String(n).padStart(12, '0')}`,
      },
      { key: 'status', value: isDead ? 'Dead' : 'Running' },
    ],
  };
}

/**
 * What is compared of a device with what it said last.
 * @param {{ lastUpdate?: { activityId: string, status: string }, components?: readonly { id: string, version?: string }[] } | undefined} known
 */
export function lastWords(known) {
  return {
    update: known?.lastUpdate && `${known.lastUpdate.activityId} ${known.lastUpdate.status}`,
    version: known?.components?.find(({ id }) => id === 'service-7')?.version,
  };
}

/**
 * What a device said last of its update and of its state, once it has said so many words: at least ten.
 * @param {number} device
 * @param {number} turns
 * @returns {{ update: string, version: string | undefined }}
 */
export function expectedOf(device, turns) {
  const last = Array.from({ length: 10 }, (_, n) => messageOf(device, turns - 10 + n).payload);
  const said = last.map((payload) => JSON.parse(payload).value);
  const update = said.findLast((value) => value.desiredStateFeedback !== undefined);
  const state = said.findLast((value) => value.inventory !== undefined);
  const node = state.inventory.softwareNodes.find(
    (/** @type {{ id: string }} */ { id }) => id === 'containers:service-7',
  );
  return { update: `${update.activityId} ${update.desiredStateFeedback.status}`, version: node.version };
}
