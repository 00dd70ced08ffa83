/**
 * Questions of devices to their owner: may it go on with the next phase of an update? Which are open, which answered,
 * and which no longer wait (update-manager: updatem/orchestration/update_orchestrator_apply.go, things/update_manager_feature.go).
 */
import { Emitter } from '../events.ts';
import { correlationIdOf, parseEnvelope, parseMessagePath } from '../protocol/envelope.ts';
import { parseJson } from '../protocol/json.ts';
import type { News } from '../protocol/news.ts';
import { parseResponseTopic } from '../protocol/topics.ts';
import { type FeedbackAction, feedbackOutcome, startedWithin } from '../protocol/updateManager.ts';
import type { WireMessage } from '../transports/transport.ts';

export type ConsentAnswer = 'APPROVED' | 'DENIED';

/**
 * - `open`: the device waits
 * - `answering`: the answer is on its way
 * - `answered`: the device took the answer that was given here; in direct mode, the broker did
 * - `elsewhere`: the device took an answer of another window or program
 * - `over`: the device no longer waits
 */
type QuestionState = 'open' | 'answering' | 'answered' | 'elsewhere' | 'over';

export interface ConsentQuestion {
  readonly id: string;
  readonly connection: string;
  readonly device: string;
  readonly activityId: string;
  /** The answer has to carry it. */
  readonly correlationId: string;
  /** What the device wants to do: DOWNLOAD, UPDATE, ACTIVATE. */
  readonly command: string;
  /** When it was heard, ms since the epoch. */
  readonly asked: number;
  /** When a device that nobody has set otherwise stops waiting: the device does not tell. */
  readonly usualEnd: number;
  /** What the update is about, as the device told before it asked. */
  readonly actions: readonly FeedbackAction[];
  readonly state: QuestionState;
  readonly answer?: ConsentAnswer;
  /** Why it is over, in a sentence. */
  readonly remark?: string;
}

/** The wait counts against `phaseTimeout`, 10 minutes unless set otherwise, which ends before the owner's 30 minutes. */
const usualPatience = 600_000;
/** What a device is asked at once, and what is remembered of it. */
const mostQuestions = 200;
const mostActivities = 500;

function isOpen({ state }: ConsentQuestion): boolean {
  return state === 'open' || state === 'answering';
}

/** Everything that was asked since the connections were opened; the latest last. */
export class ConsentQuestions {
  readonly #questions = new Map<string, ConsentQuestion>();
  /** When each was heard, by a clock that nobody sets. */
  readonly #heard = new Map<string, number>();
  /** What was last told of an activity. */
  readonly #actions = new Map<string, readonly FeedbackAction[]>();
  readonly #changes = new Emitter<ConsentQuestion>();
  readonly onChange = this.#changes.event;

  get all(): readonly ConsentQuestion[] {
    return [...this.#questions.values()];
  }

  get(id: string): ConsentQuestion | undefined {
    return this.#questions.get(id);
  }

  hear(connection: string, news: News, time: number): void {
    switch (news.kind) {
      case 'consent': {
        const { activityId, command, correlationId } = news.consent;
        this.#ask({ connection, device: news.thing, activityId, command, correlationId }, time);
        return;
      }
      case 'feedback': {
        const { activityId, status, actions } = news.feedback;
        this.#remember(connection, news.thing, activityId, actions);
        if (feedbackOutcome(status) === undefined) return;
        for (const question of this.#openOf(connection, news.thing)) {
          if (question.activityId === activityId) this.#end(question, `The update ended with ${status}.`);
        }
        return;
      }
      case 'state': {
        for (const question of this.#openOf(connection, news.thing)) {
          const since = performance.now() - (this.#heard.get(question.id) ?? 0);
          if (startedWithin(news.state, since)) this.#end(question, 'The device was started again.');
        }
        return;
      }
      default:
        return;
    }
  }

  /** Answers to answers are heard in every window: that is how one learns that another has answered. */
  hearAnswer(connection: string, { direction, address, raw }: WireMessage): void {
    const open = this.all.filter((it) => it.connection === connection && it.state === 'open');
    if (direction === 'out' || open.length === 0 || !parseResponseTopic(address)) return;
    const envelope = parseEnvelope(parseJson(raw));
    if (!envelope || parseMessagePath(envelope.path)?.subject !== 'consent') return;
    const question = open.find(({ correlationId }) => correlationId === correlationIdOf(envelope));
    if (question && (envelope.status ?? 0) < 300) {
      this.#put({ ...question, state: 'elsewhere', remark: 'It was answered in another window or program.' });
    }
  }

  change(id: string, change: Partial<ConsentQuestion>): ConsentQuestion | undefined {
    const question = this.#questions.get(id);
    return question && this.#put({ ...question, ...change });
  }

  /** Nothing more is heard of a connection that was closed. */
  closed(connection: string): void {
    for (const question of this.all) {
      if (question.connection === connection && isOpen(question))
        this.#end(question, 'The connection was closed.');
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #ask(
    asked: Pick<ConsentQuestion, 'connection' | 'device' | 'activityId' | 'command' | 'correlationId'>,
    time: number,
  ): void {
    const { connection, device, activityId, correlationId } = asked;
    const id = JSON.stringify([connection, device, correlationId]);
    // Without the id no answer would count; a message that comes twice asks once.
    if (correlationId === '' || this.#questions.has(id)) return;
    for (const before of this.#openOf(connection, device)) this.#end(before, 'The device asked anew.');
    const actions = this.#actions.get(activityKey(connection, device, activityId)) ?? [];
    this.#heard.set(id, performance.now());
    this.#put({ ...asked, id, asked: time, usualEnd: time + usualPatience, actions, state: 'open' });
    const oldest = this.all.find((it) => !isOpen(it)) ?? this.all[0];
    if (this.#questions.size <= mostQuestions || !oldest) return;
    this.#questions.delete(oldest.id);
    this.#heard.delete(oldest.id);
  }

  /** A device waits for one answer at a time: it remembers only the id of its last question. */
  #openOf(connection: string, device: string): readonly ConsentQuestion[] {
    return this.all.filter((it) => it.connection === connection && it.device === device && isOpen(it));
  }

  #remember(
    connection: string,
    device: string,
    activityId: string,
    actions: readonly FeedbackAction[],
  ): void {
    const key = activityKey(connection, device, activityId);
    this.#actions.delete(key);
    this.#actions.set(key, actions);
    const [oldest] = this.#actions.keys();
    if (this.#actions.size > mostActivities && oldest !== undefined) this.#actions.delete(oldest);
  }

  #end(question: ConsentQuestion, remark: string): void {
    this.#put({ ...question, state: 'over', remark });
  }

  #put(question: ConsentQuestion): ConsentQuestion {
    this.#questions.set(question.id, question);
    this.#changes.fire(question);
    return question;
  }
}

function activityKey(connection: string, device: string, activityId: string): string {
  return JSON.stringify([connection, device, activityId]);
}
