/** Small complete values for the tests of the user interface's models. */
import type { ConnectionProfile } from '../../../client/src/connections/profile.ts';
import type { Device } from '../../../client/src/devices/device.ts';
import type { ConnectionStatus } from '../../../client/src/engine.ts';
import type { TransportState } from '../../../client/src/transports/transport.ts';
import { noRhythm } from '../../../client/src/updates/rhythm.ts';
import type { Action, UpdateRun } from '../../../client/src/updates/run.ts';
import { noTranscript } from '../../../client/src/updates/transcript.ts';
import type { ManifestDescription, Problem } from '../../../server/src/messages.ts';

export function profile(over: Partial<ConnectionProfile> = {}): ConnectionProfile {
  return {
    name: 'lab',
    url: 'mqtt://localhost:1883',
    devices: [],
    mode: 'things',
    addressing: 'auto',
    protocolVersion: 5,
    keepAlive: 30,
    ...over,
  };
}

export const connected: TransportState = { kind: 'connected', since: 0 };
export const disconnected: TransportState = { kind: 'disconnected' };

export function status(name: string, state: TransportState): ConnectionStatus {
  return { profile: profile({ name }), state };
}

export function device(over: Partial<Device> = {}): Device {
  return {
    connection: 'lab',
    id: 'edge:device',
    configured: true,
    features: [],
    domains: [],
    software: [],
    sync: 'unknown',
    ...over,
  };
}

/** An apply that was sent at 1000. */
export function run(over: Partial<UpdateRun> = {}): UpdateRun {
  return {
    id: 'run-1',
    connection: 'lab',
    device: 'edge:device',
    thing: 'edge:device',
    operation: 'apply',
    correlationId: 'c-1',
    activityId: 'a-1',
    manifest: {},
    envelope: { topic: 'edge/device/things/live/messages/apply', headers: {}, path: '/' },
    phase: 'sending',
    started: 1000,
    sent: [],
    actions: [],
    rhythm: noRhythm,
    transcript: noTranscript,
    ...over,
  };
}

/** What was heard of a component, at 1000. */
export function action(over: Partial<Action> & Pick<Action, 'component' | 'status'>): Action {
  return { since: 1000, lastHeard: 1000, ...over };
}

export function problem(over: Partial<Problem> = {}): Problem {
  return {
    code: 'some-rule',
    severity: 'error',
    message: 'The device rejects it.',
    range: { start: { line: 4, character: 2 }, end: { line: 4, character: 9 } },
    crash: false,
    ...over,
  };
}

export function description(over: Partial<ManifestDescription> = {}): ManifestDescription {
  return {
    kind: { operation: 'apply', form: 'bare', role: 'request' },
    problems: [],
    content: { domains: [] },
    emptiesDevice: false,
    summary: 'apply: 1 component in containers',
    ...over,
  };
}
