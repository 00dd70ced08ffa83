/**
 * What a rollout is: one manifest to many devices, in waves. Everything here is a snapshot: a change makes a new one, so that
 * who shows it can compare by identity.
 */
import type { PlanAction } from '../../../server/src/messages.ts';
import type { Fault } from '../errors.ts';
import type { OwnerAsked } from '../updates/consent.ts';
import type { Pause } from './pause.ts';
import type { Threshold } from './threshold.ts';
import type { Wave } from './waves.ts';

/** Where a device is found: the key of everything in a rollout. */
export interface Place {
  readonly connection: string;
  readonly device: string;
}

/** How a rollout goes. All of it but the waves can be changed when it is resumed. */
export interface RolloutOptions {
  /** How many devices each wave takes. */
  readonly waves: readonly Wave[];
  /** What comes between two waves. */
  readonly pause: Pause;
  /** How many devices are worked on at once, at least 1. */
  readonly concurrency: number;
  /** More failures than this stop it: no further device is begun. */
  readonly maxFailures: Threshold;
  /** A device that runs what the manifest says already gets nothing. */
  readonly skipInSync: boolean;
  /** Milliseconds to wait for the direct answer of a device. */
  readonly responseTimeout: number;
  /** Milliseconds of silence after which a device that is at it is no longer waited for. */
  readonly updateTimeout: number;
}

/**
 * Where a device stands.
 *
 * Before it is sent anything: `waiting` (nothing was done yet), `planning` (it is asked what it runs), `planned` (it waits for
 * its turn), `looking` (its turn: it is planned again).
 *
 * Once a command may have left: `sending` (it is in the journal), `sent`, `accepted`, `running`, `resolving` (nobody knows what
 * became of the command: the device is asked what it runs).
 *
 * Its end for this rollout, see {@link Outcome}.
 */
export type DevicePhase =
  | 'waiting'
  | 'planning'
  | 'planned'
  | 'looking'
  | 'sending'
  | 'sent'
  | 'accepted'
  | 'running'
  | 'resolving'
  | Outcome;

/**
 * - `succeeded`: the device says so, and nothing that it reports contradicts it; or it reports that it runs what was sent
 * - `failed`: it refused the command or ended it badly, or it says that it is done and reports something else
 * - `unknown`: a command may have reached it, and nobody knows what became of it; it is never sent again by itself
 * - `unreached`: certainly nothing was sent: it did not say what it runs, or nobody took the command
 * - `held`: nothing was sent, since it would lose more than was agreed to
 * - `skipped`: nothing was sent, since it runs what the manifest says
 * - `unplanned`: nothing was sent, since what it would do could not be told beforehand
 */
export const outcomes = [
  'succeeded',
  'failed',
  'unknown',
  'unreached',
  'held',
  'skipped',
  'unplanned',
] as const;
export type Outcome = (typeof outcomes)[number];

export function isOutcome(phase: DevicePhase): phase is Outcome {
  return outcomes.some((it) => it === phase);
}

/** What a device loses by an apply. Names as the device has them: `<domain>:<id>`. */
export interface Losses {
  readonly destroyed: readonly string[];
  /** Destroyed too, and made anew. */
  readonly replaced: readonly string[];
  /** Nothing is left of what it runs. */
  readonly empties: boolean;
}

/** A device's plan, as far as a rollout needs it. */
export interface PlannedChanges extends Losses {
  /** Why each of the replaced ones is, as its plan says. */
  readonly replacements: readonly Pick<PlanAction, 'component' | 'keys' | 'reasons'>[];
  readonly create: number;
  readonly update: number;
  /** One that runs what the manifest says, for certain. */
  readonly inSync: boolean;
  /** `1 to create, 1 to replace, 0 to update, 2 to destroy` */
  readonly summary: string;
}

/** A cell of the matrix of devices × components. */
export interface RolloutComponent {
  /** `<domain>:<id>` */
  readonly component: string;
  readonly version?: string;
  /** The device's word; see words/runWords.ts for how it reads. */
  readonly status: string;
  readonly message?: string;
  /** Percent, only where the device reports one. */
  readonly progress?: number;
  /** When it was first heard, ms since the epoch. */
  readonly since: number;
}

export interface RolloutDevice extends Place {
  /** From 1, in the order of the selection; its name in the journal and in activity ids. */
  readonly number: number;
  readonly phase: DevicePhase;
  /** From 1; absent before it was agreed, and for devices that no wave has. */
  readonly wave?: number;
  /** Its latest plan; absent where there was none in this session. */
  readonly plan?: PlannedChanges;
  /** What the person agreed that it may lose; absent before it was agreed. */
  readonly agreed?: Losses;
  /** How often it was begun with, from 1; more than once only where a person has asked for that. 0 before. */
  readonly attempt: number;
  /** Of the latest attempt; absent before its command was about to be sent. */
  readonly activityId?: string;
  /** The run in the engine; absent where there is none in this session. */
  readonly runId?: string;
  /** Why it stands where it does, in a sentence or two. Never a secret. */
  readonly message?: string;
  /** The device's word for the whole: RUNNING, COMPLETED, … */
  readonly status?: string;
  /** The question to its owner that it waits for. */
  readonly ownerAsked?: OwnerAsked;
  /** Sorted by name. */
  readonly components: readonly RolloutComponent[];
  /** When this attempt was begun, ms since the epoch. */
  readonly started?: number;
  /** When its outcome was known, ms since the epoch. */
  readonly ended?: number;
}

/** Its command may be tried once more: it failed, was not reached, or nobody knows what became of it. */
export function mayBeRetried({ phase, wave }: Pick<RolloutDevice, 'phase' | 'wave'>): boolean {
  return wave !== undefined && (phase === 'failed' || phase === 'unknown' || phase === 'unreached');
}

/** Why nothing more is begun. `leave`: the program is about to end, and waits for nothing. */
export type PauseReason =
  | { readonly kind: 'person' }
  | { readonly kind: 'leave' }
  /** So many failures, and what was allowed. */
  | { readonly kind: 'failures'; readonly failures: number; readonly allowed: string }
  /** Before this wave somebody has to say go on, and nobody can be asked. */
  | { readonly kind: 'wave'; readonly wave: number }
  /** Nothing can be done at all: a connection that only a person can mend, a journal that cannot be written. */
  | { readonly kind: 'fault'; readonly fault: Fault };

/**
 * - `new`: nothing was done
 * - `planning`: the devices are asked what they run
 * - `planned`: a person has to agree
 * - `running`: wave by wave
 * - `waiting`: between two waves, for a person or until a time
 * - `pausing`: no device is begun any more; those that were are followed to their end
 * - `paused`: nothing happens; it can go on
 * - `ended`: every device has its outcome
 */
export type RolloutState =
  | { readonly kind: 'new' | 'planning' | 'planned' | 'ended' }
  | { readonly kind: 'running'; readonly wave: number }
  | {
      readonly kind: 'waiting';
      /** The wave that comes next. */
      readonly wave: number;
      /** Ms since the epoch; absent where a person has to say go on. */
      readonly until?: number;
    }
  | { readonly kind: 'pausing' | 'paused'; readonly why: PauseReason };

/** Everything that happens; `time` in ms since the epoch. */
export type RolloutEvent =
  | { readonly kind: 'state'; readonly time: number; readonly state: RolloutState }
  | {
      readonly kind: 'device';
      readonly time: number;
      readonly device: RolloutDevice;
      readonly before: RolloutDevice;
    };

/** How many devices stand where. */
export type Sum = Readonly<Record<Outcome | 'open' | 'working', number>>;

export interface RolloutSummary {
  readonly total: number;
  /** `open`: not begun; `working`: begun, without an outcome. */
  readonly sum: Sum;
  /** How many waves there are; 0 before it was agreed. */
  readonly waves: number;
}
