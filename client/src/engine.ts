/**
 * Connections, devices and updates in one place, without an editor: the extension and the command line both drive
 * this and nothing below it.
 */
import type { ManifestDescription, Operation } from '../../server/src/messages.ts';
import type { ConnectionProfile } from './connections/profile.ts';
import type { Device } from './devices/device.ts';
import type { Listen } from './events.ts';
import type { TransportState, WireMessage } from './transports/transport.ts';
import type { UpdateRun } from './updates/run.ts';

/** Where an author's words contradict the chosen device. The user decides; nothing is changed silently. */
export interface Contradiction {
  readonly field: 'topic' | 'path';
  readonly written: string;
  readonly wanted: string;
}

export interface SendRequest {
  readonly connection: string;
  readonly device: string;
  readonly manifest: ManifestDescription;
  /** Milliseconds to wait for the direct answer. */
  readonly responseTimeout: number;
  /** Milliseconds of silence after which an accepted update is no longer waited for. */
  readonly updateTimeout: number;
  /** What to do where the author's envelope names something else than the device: the user has been asked. */
  readonly contradictions: 'refuse' | 'correct';
  readonly signal?: AbortSignal;
}

export interface ConnectionStatus {
  readonly profile: ConnectionProfile;
  readonly state: TransportState;
}

export interface EngineOptions {
  /** The connection's password, or undefined where none is stored. Asked at each connect, never kept. */
  readonly password: (profile: ConnectionProfile) => Promise<string | undefined>;
  /** Reads a file of the user's (CA, certificate, key). */
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** The manifest half's judgement of a text; every outgoing message passes it once more just before it is sent. */
  readonly describe: (text: string) => Promise<ManifestDescription>;
}

export interface Engine {
  /** Takes over the profiles; connections that are gone or changed are closed. */
  configure(profiles: readonly ConnectionProfile[]): Promise<void>;
  readonly connections: readonly ConnectionStatus[];
  readonly onConnections: Listen<void>;
  connect(name: string, signal?: AbortSignal): Promise<void>;
  disconnect(name: string): Promise<void>;

  devices(connection: string): readonly Device[];
  readonly onDevices: Listen<{ readonly connection: string; readonly id: string }>;

  /** What the message would change of the author's words; empty where nothing is contradicted. */
  contradictions(request: Pick<SendRequest, 'device' | 'manifest'>): readonly Contradiction[];
  /**
   * Sends the manifest and follows it to its end. Resolves with the last snapshot, whatever the end was: a fault is
   * in `run.fault`. Rejects only for a programming error.
   */
  send(request: SendRequest): Promise<UpdateRun>;
  /** Resolves once the device's inventory has been reported again, as {@link Engine.send} of a refresh. */
  refresh(request: Omit<SendRequest, 'manifest' | 'contradictions'>): Promise<UpdateRun>;
  readonly onRun: Listen<UpdateRun>;
  readonly runs: readonly UpdateRun[];

  readonly onWire: Listen<WireMessage & { readonly connection: string }>;
  dispose(): Promise<void>;
}

export type { ManifestDescription, Operation };
