/** Silence of a device in the middle of an update: what it tells, and when. */
import type { News } from '../protocol/news.ts';
import { operationOutcome } from '../protocol/softwareUpdatable.ts';
import { feedbackOutcome } from '../protocol/updateManager.ts';
import { beat, noRhythm, quietAfter, type Rhythm } from '../updates/rhythm.ts';

/**
 * - `quiet`: the device says nothing for longer than its rhythm explains
 * - `lost`: it has ended the update, as far as one can tell, and how was not heard
 */
export type Silence = 'quiet' | 'lost';

/**
 * Milliseconds after which nothing more comes of an apply: update-manager gives a phase 10 minutes (`phaseTimeout`), and
 * one more goes by until it says so (`reportFeedbackInterval`), unless they are set otherwise.
 */
const applyLost = 660_000;
/** SoftwareUpdatable knows no time-out: nobody waits longer for a word of a download. */
const operationLost = 3_600_000;

/** Times are milliseconds by a clock that nobody sets. */
interface Listening {
  rhythm: Rhythm;
  /** Of the last word. */
  heard: number;
  /** When it is quiet, as long as that was not told since the last word, and when it is lost. */
  quiet: number | undefined;
  lost: number;
  timer: NodeJS.Timeout | undefined;
  /** When the timer ends. */
  wakes: number;
}

export class UpdateSilences {
  readonly #onSilence: (device: string, silence: Silence) => void;
  /** Devices in the middle of an update. */
  readonly #listening = new Map<string, Listening>();

  constructor(onSilence: (device: string, silence: Silence) => void) {
    this.#onSilence = onSilence;
  }

  /** A word of the device at that time, ms since the epoch; only those about an update count. */
  hear(device: string, news: News, time: number): void {
    switch (news.kind) {
      case 'feedback': {
        const { status } = news.feedback;
        if (feedbackOutcome(status) === undefined)
          this.#listen(device, status === 'RUNNING', time, applyLost);
        else this.forget(device);
        return;
      }
      case 'consent':
        this.#listen(device, false, time, applyLost);
        return;
      case 'operation':
        if (operationOutcome(news.operation.status) === undefined)
          this.#listen(device, true, time, operationLost);
        else this.forget(device);
    }
  }

  /** Milliseconds since the device's last word about an update that goes on; undefined where none does. */
  since(device: string): number | undefined {
    const listening = this.#listening.get(device);
    return listening && performance.now() - listening.heard;
  }

  /** The update is over, or the device is gone. */
  forget(device: string): void {
    clearTimeout(this.#listening.get(device)?.timer);
    this.#listening.delete(device);
  }

  dispose(): void {
    for (const device of [...this.#listening.keys()]) this.forget(device);
  }

  #listen(device: string, isProgress: boolean, time: number, lost: number): void {
    const known = this.#listening.get(device);
    const before = known?.rhythm ?? noRhythm;
    const rhythm = isProgress ? beat(before, time) : before;
    const heard = performance.now();
    const times = { rhythm, heard, quiet: heard + quietAfter(rhythm), lost: heard + lost };
    const listening = Object.assign(known ?? { timer: undefined, wakes: 0 }, times);
    if (known === undefined) this.#listening.set(device, listening);
    this.#sleep(device, listening);
  }

  /** A timer that wakes too early sleeps on: devices talk much more often than they fall silent, and timers cost. */
  #sleep(device: string, listening: Listening): void {
    const due = listening.quiet ?? listening.lost;
    if (listening.timer && listening.wakes <= due) return;
    clearTimeout(listening.timer);
    listening.wakes = due;
    // Nothing waits for it: a program that has nothing else to do may end.
    listening.timer = setTimeout(
      () => this.#wake(device, listening),
      Math.ceil(due - performance.now()),
    ).unref();
  }

  #wake(device: string, listening: Listening): void {
    listening.timer = undefined;
    const now = performance.now();
    if (now >= listening.lost) {
      this.#onSilence(device, 'lost');
      return;
    }
    if (listening.quiet !== undefined && now >= listening.quiet) {
      listening.quiet = undefined;
      this.#onSilence(device, 'quiet');
    }
    // Whoever was told may have forgotten it.
    if (this.#listening.get(device) === listening) this.#sleep(device, listening);
  }
}
