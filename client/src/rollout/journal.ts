/**
 * What a rollout writes down so that it can go on after a restart without sending twice: one JSON object a line, only ever
 * appended. It names no secret: of the manifest there is only a digest.
 */
import type { WrittenOptions } from './options.ts';
import type { Losses, Outcome, Place, RolloutComponent } from './types.ts';

/** What a manifest is known by, see manifestMark.ts. */
export interface ManifestMark {
  /** What the user calls it. */
  readonly name: string;
  readonly salt: string;
  readonly digest: string;
}

/** A device as it was agreed to: in a wave, or with the outcome that it had before anything was sent. */
export interface AgreedDevice extends Place {
  readonly number: number;
  readonly wave?: number;
  readonly losses?: Losses;
  readonly outcome?: Outcome;
  readonly message?: string;
}

/** The first line: what a person has agreed to. */
export interface BeginRecord {
  readonly kind: 'begin';
  readonly journal: 1;
  readonly id: string;
  /** Of each record: when it was written, ms since the epoch. */
  readonly time: number;
  readonly manifest: ManifestMark;
  /** Whose devices each connection leads to (connections/profile.ts: `ownerOf`). */
  readonly owners: Readonly<Record<string, string>>;
  readonly options: WrittenOptions;
  readonly devices: readonly AgreedDevice[];
}

/** On the disk before the command is sent: from here on the device may have got it. */
export interface SendingRecord {
  readonly kind: 'sending';
  readonly number: number;
  readonly attempt: number;
  readonly activity: string;
  readonly time: number;
}

/** It certainly did not leave: the device is as if nobody had begun with it. */
export interface UnsentRecord {
  readonly kind: 'unsent';
  readonly number: number;
  readonly time: number;
}

export interface OutcomeRecord {
  readonly kind: 'outcome';
  readonly number: number;
  readonly outcome: Outcome;
  readonly message?: string;
  /** The device's word for the whole. */
  readonly status?: string;
  readonly components?: readonly RolloutComponent[];
  readonly time: number;
}

export type JournalRecord =
  | BeginRecord
  | SendingRecord
  | UnsentRecord
  | OutcomeRecord
  /** The wave was begun: nobody is asked any more whether it may. */
  | { readonly kind: 'wave'; readonly wave: number; readonly time: number }
  /** A person wants these to be tried once more, each with an activity of its own. */
  | { readonly kind: 'retry'; readonly numbers: readonly number[]; readonly time: number }
  /** It was gone on with, after a pause or a restart. */
  | { readonly kind: 'resumed'; readonly options: WrittenOptions; readonly time: number };

/** Where records go. */
export interface Journal {
  /** Resolves once the record is on the disk: whatever happens then, it will be read again. Rejects with a FaultError. */
  append(record: JournalRecord): Promise<void>;
  /** Lets others have it. */
  close(): Promise<void>;
}
