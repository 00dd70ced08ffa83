/** Updates that go on on devices and were not sent from here: what is sent meanwhile is queued by the device without a word. */
import { shortened } from '../devices/inventory.ts';
import type { News } from '../protocol/news.ts';
import { deviceOf } from '../protocol/thing.ts';
import { feedbackOutcome } from '../protocol/updateManager.ts';

/** Whoever may publish could invent devices without end. */
const mostDevices = 10_000;
/**
 * Milliseconds after its last word in which an update can still go on: a device waits so long in a phase (update-manager:
 * `phaseTimeout`) and then ends it. Its end can have been missed.
 */
const longestPhase = 600_000;

interface Heard {
  readonly activityId: string;
  /** By a clock that nobody sets. */
  readonly time: number;
}

export class UpdatesElsewhere {
  readonly #heard = new Map<string, Heard>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** `own`: of an update that was sent from here: a device does one after the other, so no other goes on then. */
  hear(connection: string, news: News, own: boolean): void {
    if (news.kind !== 'feedback') return;
    const { activityId, status } = news.feedback;
    const key = keyOf(connection, deviceOf(news.thing));
    this.#heard.delete(key);
    if (own || feedbackOutcome(status) !== undefined) return;
    this.#heard.set(key, { activityId: shortened(activityId), time: this.#now() });
    const [oldest] = this.#heard.keys();
    if (this.#heard.size > mostDevices && oldest !== undefined) this.#heard.delete(oldest);
  }

  /** The activity of the update that the device does, as far as it has said, for people; empty where it has no id. */
  goingOn(connection: string, device: string): string | undefined {
    const heard = this.#heard.get(keyOf(connection, device));
    return heard && this.#now() - heard.time <= longestPhase ? heard.activityId : undefined;
  }
}

function keyOf(connection: string, device: string): string {
  return JSON.stringify([connection, device]);
}
