/**
 * One command on its way: sent, accepted, finished. The three are never one: a 204 means that the device could
 * decode the message; the result is the terminal feedback (apply) or operation status (install, remove, download),
 * confirmed by what the device then reports.
 */

import type { JsonValue, ManifestDescription, Operation, Plan } from '../../../server/src/messages.ts';
import type { ReportedInventory } from '../connections/connection.ts';
import type { Fault } from '../errors.ts';
import type { Envelope, LocalEnvelope } from '../protocol/envelope.ts';
import { isOwnerDenial } from '../protocol/updateManager.ts';
import type { Sent } from '../transports/transport.ts';
import type { OwnerAsked } from './consent.ts';
import type { Rhythm } from './rhythm.ts';
import type { Transcript } from './transcript.ts';

export interface Action {
  /** `containers:influxdb` for apply, `influxdb` for software modules. */
  readonly component: string;
  readonly version?: string;
  /** The device's word: IDENTIFIED, DOWNLOADING, UPDATE_SUCCESS, … */
  readonly status: string;
  readonly message?: string;
  /** Percent, only where the device reports one. */
  readonly progress?: number;
  /** When this status was first heard, ms since the epoch. */
  readonly since: number;
  /** When the device last said anything of this component, ms since the epoch. */
  readonly lastHeard: number;
}

export interface Accepted {
  /** HTTP status of the direct answer. Below 300 the command was taken. */
  readonly status: number;
  /** Without secrets, as the value: devices repeat what they reject. */
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
  /** True where the device's last word was lost and the end follows from the inventory that it reported. */
  readonly concluded?: true;
}

/** What the device reported after an apply, held against what was sent. */
export interface Confirmed {
  readonly time: number;
  /** Sentences; empty where the device runs what was sent. Never a value of an environment variable. */
  readonly differences: readonly string[];
}

/** The connection is lost: what the device says meanwhile is not heard. */
export interface Unreachable {
  /** Ms since the epoch. */
  readonly since: number;
  readonly reason: string;
}

/** Where a manifest came from, for those who show the run beside it. */
export interface Origin {
  readonly uri: string;
  /** Of several manifests in the document, counted from 1. */
  readonly number?: number;
}

/** An apply that the device does before this one. */
export interface Ahead {
  /** Empty where it has no id. */
  readonly activityId: string;
  /** Sent from here, not by another window or program. */
  readonly own: boolean;
}

/** What it was and what it said. */
export type SentManifest = Pick<ManifestDescription, 'kind' | 'content'>;

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
  /** What was sent, as the user calls it: a file's name. */
  readonly subject?: string;
  readonly origin?: Origin;
  /** The id of the rollout that it is part of. */
  readonly rollout?: string;
  /** The message as it was sent, with its secrets: never shown but masked, and never written down but sealed. */
  readonly envelope: Envelope | LocalEnvelope;
  /** The author's manifest as it was then, with its secrets: what is said of the message holds for it. */
  readonly manifest: SentManifest;
  /** What the device reported before, where it was asked, with its secrets: what is said of the message holds for it. */
  readonly before?: ReportedInventory;
  /** What the device was expected to do, where a plan was made beforehand. */
  readonly plan?: Plan;
  readonly phase: RunPhase;
  readonly started: number;
  /** Every address tried, in order. */
  readonly sent: readonly Sent[];
  readonly accepted?: Accepted;
  /** No direct answer comes, so it is never accepted: the author wants none, or the device gives none (direct mode). */
  readonly unanswered?: true;
  /** The device's latest word while it works: IDENTIFYING, RUNNING, DOWNLOADING, … */
  readonly status?: string;
  readonly actions: readonly Action[];
  readonly lastHeard?: number;
  /** When the device said its latest word of it, by its own clock, ms since the epoch. */
  readonly said?: number;
  readonly rhythm: Rhythm;
  /** The device does another apply first: it queues without a word. */
  readonly behind?: Ahead;
  /** The last question of the device to its owner. */
  readonly ownerAsked?: OwnerAsked;
  /** While the update goes on and its connection is lost. */
  readonly unreachable?: Unreachable;
  /** The connection was lost since the device last spoke of it, and it cannot be asked: its end may have been missed. */
  readonly missed?: true;
  readonly finished?: Finished;
  readonly confirmed?: Confirmed;
  /** Why it failed or is no longer waited for. An update that the device ended badly has none: see `finished`. */
  readonly fault?: Fault;
  /** What was concluded rather than heard, in a sentence. */
  readonly remark?: string;
  readonly transcript: Transcript;
}

/** The device has taken the command: it accepted it or, where it answers nothing, has begun with it. */
export function isTaken({ accepted, unanswered, status }: UpdateRun): boolean {
  return unanswered ? status !== undefined : accepted !== undefined && accepted.status < 300;
}

/** It is over, and the device's last word of it was lost. */
export function endsUnheard({ finished, fault }: UpdateRun): boolean {
  return finished?.concluded === true || fault?.code === 'end-unknown';
}

/** The question to its owner that an update stands still for; undefined where it does not. */
export function ownerWait({
  phase,
  ownerAsked,
}: Pick<UpdateRun, 'phase' | 'ownerAsked'>): OwnerAsked | undefined {
  return !isOver({ phase }) && ownerAsked?.waits ? ownerAsked : undefined;
}

/** The owner has denied it; what the device said of the wait names another step. */
export function isDenied({ finished }: Pick<UpdateRun, 'finished'>): boolean {
  return finished?.ok === false && isOwnerDenial(finished.message);
}

/** Denied before anything of what the device runs was replaced or removed. */
export function changedNothing(run: Pick<UpdateRun, 'finished' | 'ownerAsked'>): boolean {
  return isDenied(run) && run.ownerAsked?.command !== 'ACTIVATE';
}

export function isOver({ phase }: Pick<UpdateRun, 'phase'>): boolean {
  return phase === 'finished' || phase === 'failed' || phase === 'abandoned';
}
