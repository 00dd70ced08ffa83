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

interface Listening {
  readonly rhythm: Rhythm;
  /** Of the last word, by a clock that nobody sets. */
  readonly heard: number;
  readonly timers: readonly NodeJS.Timeout[];
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
    for (const timer of this.#listening.get(device)?.timers ?? []) clearTimeout(timer);
    this.#listening.delete(device);
  }

  dispose(): void {
    for (const device of [...this.#listening.keys()]) this.forget(device);
  }

  #listen(device: string, isProgress: boolean, time: number, lost: number): void {
    const before = this.#listening.get(device)?.rhythm ?? noRhythm;
    const rhythm = isProgress ? beat(before, time) : before;
    this.forget(device);
    const after = (milliseconds: number, silence: Silence) =>
      // Nothing waits for it: a program that has nothing else to do may end.
      setTimeout(() => this.#onSilence(device, silence), milliseconds).unref();
    const timers = [after(quietAfter(rhythm), 'quiet'), after(lost, 'lost')];
    this.#listening.set(device, { rhythm, heard: performance.now(), timers });
  }
}
