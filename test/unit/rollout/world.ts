/**
 * A world of devices without a wire: each of them runs a set of components, and what befalls a command on its way is written
 * beforehand. Counts how often each activity was executed.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionProfile } from '../../../client/src/connections/profile.ts';
import type { SendRequest } from '../../../client/src/engine.ts';
import { type Fault, FaultError, fault } from '../../../client/src/errors.ts';
import { Emitter } from '../../../client/src/events.ts';
import type { RolloutParts } from '../../../client/src/rollout/rollout.ts';
import { noRhythm } from '../../../client/src/updates/rhythm.ts';
import type { UpdateRun } from '../../../client/src/updates/run.ts';
import { noTranscript } from '../../../client/src/updates/transcript.ts';
import type { JsonObject, ManifestDescription, Plan, PlanAction } from '../../../server/src/messages.ts';

/**
 * - `good`: does it and says so
 * - `lost`: the command gets lost
 * - `silent`: does it, and nothing that it says is heard
 * - `bad`: says INCOMPLETE, and runs what it ran
 * - `refuses`: answers 400
 * - `liar`: says COMPLETED, and runs what it ran
 * - `nobody`: nobody listens for it
 * - `asks`: asks its owner, who approves
 */
export type Way = 'good' | 'lost' | 'silent' | 'bad' | 'refuses' | 'liar' | 'nobody' | 'asks';

export interface WorldDevice {
  runs: readonly string[];
  way: Way;
  /** What it runs is not told. */
  mute?: boolean;
  /** It does another update. */
  busy?: boolean;
}

export const profile: ConnectionProfile = {
  name: 'lab',
  url: 'mqtt://broker.example:1883',
  devices: [],
  mode: 'things',
  addressing: 'device',
  protocolVersion: 5,
  keepAlive: 30,
};

/** Of an apply that lists these components. */
export function manifestOf(components: readonly string[]): ManifestDescription {
  return {
    kind: { operation: 'apply', form: 'bare', role: 'request' },
    content: { domains: [{ id: 'containers', components: components.map((id) => ({ id })) }] },
    problems: [],
    summary: 'apply',
    emptiesDevice: components.length === 0,
  };
}

export class World {
  readonly devices = new Map<string, WorldDevice>();
  /** How often each activity was executed, by device and activity. */
  readonly executed = new Map<string, number>();
  /** Everything that was handed to be sent. */
  readonly sent: string[] = [];
  /** Where devices were asked anything. */
  readonly asked = new Set<string>();
  profiles: readonly ConnectionProfile[] = [profile];
  readonly #runs = new Emitter<UpdateRun>();
  readonly #wanted: readonly string[];
  /** Called before a command is dealt with: the place to let things happen. */
  beforeSend: (device: string) => Promise<void> = async () => undefined;
  /** Called once a command has left. */
  afterSend: (device: string) => Promise<void> = async () => undefined;

  constructor(wanted: readonly string[] = ['hello']) {
    this.#wanted = wanted;
  }

  add(number: number, device: (index: number) => WorldDevice): readonly string[] {
    const ids = Array.from({ length: number }, (_, index) => `edge:d${String(index + 1).padStart(4, '0')}`);
    for (const [index, id] of ids.entries()) this.devices.set(id, device(index + 1));
    return ids;
  }

  /** What a program works with. `gate`: what comes before each of its commands; it never opens where the program is as dead. */
  parts(gate: () => Promise<void> = async () => undefined): RolloutParts {
    const connections = () =>
      this.profiles.map((it) => ({ profile: it, state: { kind: 'connected', since: 0 } as const }));
    return {
      name: 'hello.yaml',
      manifest: manifestOf(this.#wanted),
      plan: async ({ inventory }) => ({ plan: planOf(this.#wanted, nodesOf(inventory)) }),
      engine: {
        get connections() {
          return connections();
        },
        onConnections: () => ({ dispose: () => undefined }),
        onRun: this.#runs.event,
        connect: async () => undefined,
        busy: (_, device) => (this.#of(device).busy ? { activityId: 'other', own: false } : undefined),
        inventory: async ({ device }) => {
          this.#noteAsked();
          return { inventory: this.#report(device), time: Date.now() };
        },
        send: async (request) => {
          await gate();
          return this.#send(request);
        },
        keepSecret: () => undefined,
        followSent: async (request) => {
          this.#noteAsked();
          const { way, runs } = this.#of(request.device);
          const run = this.#run(request, request.activityId);
          const isSame = runs.join() === this.#wanted.join();
          if (isSame && way !== 'lost')
            return this.#tell({ ...run, ...finished('COMPLETED'), remark: 'It runs it.' });
          return this.#tell({ ...run, phase: 'abandoned', fault: fault('end-unknown', 'Nobody knows.') });
        },
        confirmed: async () => undefined,
      },
    };
  }

  #noteAsked(): void {
    for (const { url } of this.profiles) this.asked.add(url);
  }

  #of(device: string): WorldDevice {
    return this.devices.get(device) ?? { runs: [], way: 'nobody', mute: true };
  }

  #report(device: string): JsonObject {
    const { runs, mute } = this.#of(device);
    if (mute) throw new FaultError(fault('response-timeout', `${device} did not answer.`));
    return { softwareNodes: runs.map((id) => ({ id: `containers:${id}` })) };
  }

  async #send(request: SendRequest): Promise<UpdateRun> {
    const { device, activityId = '', onPublishing } = request;
    await this.beforeSend(device);
    // As the engine does.
    if (!isDeepStrictEqual(this.profiles[0], request.agreedFor))
      throw new FaultError(fault('connection-changed', 'The connection lab has changed: nothing was sent.'));
    this.sent.push(activityId);
    const known = this.#of(device);
    const run = this.#run(request, activityId);
    if (known.way === 'nobody') return this.#failed(run, fault('no-listener', 'Nobody listens.'));
    onPublishing?.();
    await this.afterSend(device);
    if (known.way === 'lost') return this.#failed(run, fault('response-timeout', 'No answer.'));
    const key = `${device} ${activityId}`;
    this.executed.set(key, (this.executed.get(key) ?? 0) + 1);
    if (known.way === 'refuses') {
      const accepted = { status: 400, address: '', time: 0 };
      return this.#failed({ ...run, accepted }, fault('rejected-by-device', 'Rejected with 400.'));
    }
    if (known.way === 'good' || known.way === 'silent' || known.way === 'asks') known.runs = this.#wanted;
    if (known.way === 'silent') return this.#failed(run, fault('response-timeout', 'No answer.'));
    this.#tell({ ...run, phase: 'running', status: 'RUNNING' });
    if (known.way === 'asks')
      this.#tell({ ...run, phase: 'running', ownerAsked: { command: 'DOWNLOAD', usualEnd: 0, waits: true } });
    const bad = known.way === 'bad';
    return this.#tell({ ...run, ...finished(bad ? 'INCOMPLETE' : 'COMPLETED') });
  }

  #run(
    { connection, device, rollout }: Pick<SendRequest, 'connection' | 'device' | 'rollout'>,
    activityId: string,
  ) {
    const run: UpdateRun = {
      id: `run-${activityId}`,
      connection,
      device,
      thing: device,
      operation: 'apply',
      correlationId: 'c',
      activityId,
      ...(rollout !== undefined && { rollout }),
      envelope: { topic: '', headers: {}, path: '' },
      manifest: {},
      phase: 'sent',
      started: Date.now(),
      sent: [],
      actions: [],
      rhythm: noRhythm,
      transcript: noTranscript,
    };
    return run;
  }

  #failed(run: UpdateRun, why: Fault): UpdateRun {
    return this.#tell({ ...run, phase: 'failed', fault: why });
  }

  #tell(run: UpdateRun): UpdateRun {
    this.#runs.fire(run);
    return run;
  }
}

function finished(status: string): Pick<UpdateRun, 'phase' | 'finished'> {
  return {
    phase: 'finished',
    finished: { status, ok: status === 'COMPLETED', actions: [], time: Date.now() },
  };
}

function nodesOf(inventory: unknown): readonly string[] {
  const { softwareNodes = [] } = inventory as { softwareNodes?: readonly { id: string }[] };
  return softwareNodes.map(({ id }) => id.replace('containers:', ''));
}

function planOf(wanted: readonly string[], runs: readonly string[]): Plan {
  const action = (id: string, what: PlanAction['action']): PlanAction => ({
    component: `containers:${id}`,
    action: what,
    reasons: [],
    keys: [],
    certain: true,
  });
  const actions = [
    ...wanted.map((id) => action(id, runs.includes(id) ? 'keep' : 'create')),
    ...runs.filter((id) => !wanted.includes(id)).map((id) => action(id, 'destroy')),
  ];
  const number = (what: string) => actions.filter((it) => it.action === what).length;
  return {
    summary: `${number('create')} to create, ${number('destroy')} to destroy`,
    differs: number('keep') < actions.length,
    actions,
    domains: [],
  };
}
