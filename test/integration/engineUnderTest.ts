/** An engine with one connection, and manifests to send with it. */
import { readFile } from 'node:fs/promises';
import type { ConnectionProfile } from '../../client/src/connections/profile.ts';
import { createEngine, type Engine, type EngineOptions, type SendRequest } from '../../client/src/engine.ts';
import type { Fault } from '../../client/src/errors.ts';
import { FaultError } from '../../client/src/errors.ts';
import type { TransportTiming } from '../../client/src/transports/create.ts';
import type { JsonValue, ManifestDescription, ManifestKind } from '../../server/src/messages.ts';

export const device = 'edge:device';
export const containers = 'edge:device:edge:containers';

export interface EngineSetup {
  readonly url: string;
  readonly profile?: Partial<ConnectionProfile>;
  readonly password?: string;
  readonly registryPassword?: string;
  readonly passphrase?: string;
  readonly onPassphrase?: () => void;
  readonly timing?: Partial<TransportTiming>;
  readonly differences?: EngineOptions['differences'];
  readonly describe?: EngineOptions['describe'];
}

export async function startEngine({
  url,
  profile,
  password,
  registryPassword,
  passphrase,
  onPassphrase,
  timing,
  differences,
  describe,
}: EngineSetup): Promise<Engine> {
  const engine = createEngine({
    timing: { pauses: { shortest: 50, longest: 300 }, ...timing },
    password: async () => password,
    registryPassword: async () => registryPassword,
    passphrase: async () => {
      onPassphrase?.();
      return passphrase;
    },
    readFile: (path) => readFile(path),
    ...(differences && { differences }),
    describe:
      describe ??
      (async (text) => ({ content: JSON.parse(text), problems: [], summary: '', emptiesDevice: false })),
  });
  await engine.configure([labProfile(url, profile)]);
  return engine;
}

export function labProfile(url: string, changes: Partial<ConnectionProfile> = {}): ConnectionProfile {
  return {
    name: 'lab',
    url,
    devices: [],
    mode: 'things',
    addressing: 'auto',
    protocolVersion: 5,
    keepAlive: 30,
    ...changes,
  };
}

export function manifest(
  operation: NonNullable<ManifestKind['operation']>,
  content: JsonValue,
  form: ManifestKind['form'] = 'value',
): ManifestDescription {
  return {
    kind: { operation, form, role: 'request' },
    content,
    problems: [],
    summary: operation,
    emptiesDevice: false,
  };
}

export const applyHello = manifest('apply', {
  desiredState: { domains: [{ id: 'containers', components: [{ id: 'hello', version: '1' }] }] },
});

export const installHello = manifest('install', {
  softwareModules: [{ softwareModule: { name: 'hello', version: '1' }, artifacts: [] }],
});

/** A request with times that a noisy machine keeps. */
export function request(manifest: ManifestDescription, changes: Partial<SendRequest> = {}): SendRequest {
  return {
    connection: 'lab',
    device,
    manifest,
    responseTimeout: 15_000,
    updateTimeout: 15_000,
    contradictions: 'refuse',
    ...changes,
  };
}

/** The fault that a call rejects with. */
export async function faultOf(call: Promise<unknown>): Promise<Fault> {
  try {
    await call;
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
  throw new Error('The call was expected to fail.');
}
