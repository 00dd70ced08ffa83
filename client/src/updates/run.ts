/**
 * One command on its way: sent, accepted, finished. The three are never one: a 204 means that the device could
 * decode the message; the result is the terminal feedback (apply) or operation status (install, remove, download).
 */

import type { JsonValue, Operation } from '../../../server/src/messages.ts';
import type { Fault } from '../errors.ts';
import type { Sent } from '../transports/transport.ts';

export interface Action {
  /** `containers:influxdb` for apply, `influxdb` for software modules. */
  readonly component: string;
  readonly version?: string;
  /** The device's word: IDENTIFIED, DOWNLOADING, UPDATE_SUCCESS, … */
  readonly status: string;
  readonly message?: string;
  /** Percent, only where the device reports one. */
  readonly progress?: number;
}

export interface Accepted {
  /** HTTP status of the direct answer. Below 300 the command was taken. */
  readonly status: number;
  readonly message?: string;
  readonly value?: JsonValue;
  readonly address: string;
  readonly time: number;
}

export interface Finished {
  /** COMPLETED, INCOMPLETE, IDENTIFICATION_FAILED, FINISHED_SUCCESS, FINISHED_ERROR, FINISHED_REJECTED, REFRESHED. */
  readonly status: string;
  readonly ok: boolean;
  readonly message?: string;
  readonly actions: readonly Action[];
  readonly time: number;
}

type RunPhase = 'sending' | 'sent' | 'accepted' | 'running' | 'finished' | 'failed' | 'abandoned';

/** A snapshot; the tracker hands out a new one at each change. */
export interface UpdateRun {
  readonly id: string;
  readonly connection: string;
  readonly device: string;
  readonly thing: string;
  readonly operation: Operation;
  readonly correlationId: string;
  /** `activityId` of apply and refresh; `correlationId` of the value for install, remove, download. */
  readonly activityId: string;
  readonly phase: RunPhase;
  readonly started: number;
  /** Every address tried, in order. */
  readonly sent: readonly Sent[];
  readonly accepted?: Accepted;
  /** The device's latest word while it works: IDENTIFYING, RUNNING, DOWNLOADING, … */
  readonly status?: string;
  readonly actions: readonly Action[];
  readonly lastHeard?: number;
  readonly finished?: Finished;
  /** Why it failed or is no longer waited for. An update that the device ended badly has none: see `finished`. */
  readonly fault?: Fault;
  /** What was concluded rather than heard, in a sentence. */
  readonly remark?: string;
}
