/**
 * Questions of devices to their owner: may it go on with the next phase of an update? Which are open, which answered,
 * and which no longer wait (update-manager: updatem/orchestration/update_orchestrator_apply.go, things/update_manager_feature.go).
 */
import { t } from '@vscode/l10n';
import { Emitter } from '../events.ts';
import { correlationIdOf, parseEnvelope, parseMessagePath } from '../protocol/envelope.ts';
import { parseJson } from '../protocol/json.ts';
import type { News } from '../protocol/news.ts';
import { parseResponseTopic } from '../protocol/topics.ts';
import { type FeedbackAction, feedbackOutcome, startedAfter } from '../protocol/updateManager.ts';
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
  /** When the device asked, by its own clock, ms since the epoch. */
  readonly said?: number;
  /** When a device that nobody has set otherwise stops waiting: the device does not tell. */
  readonly usualEnd: number;
  /** What the update is about, as the device told before it asked. */
  readonly actions: readonly FeedbackAction[];
  readonly state: QuestionState;
  readonly answer?: ConsentAnswer;
  /** Why it is over, in a sentence. */
  readonly remark?: string;
}

/** What an update knows of the last question of its device to its owner. */
export interface OwnerAsked extends Pick<ConsentQuestion, 'command' | 'usualEnd' | 'answer'> {
  /** The device goes on only once it is answered. */
  readonly waits: boolean;
}

export function ownerAsked(question: ConsentQuestion): OwnerAsked {
  const { command, usualEnd, answer } = question;
  return { command, usualEnd, waits: isOpen(question), ...(answer !== undefined && { answer }) };
}

/** The wait counts against `phaseTimeout`, 10 minutes unless set otherwise, which ends before the owner's 30 minutes. */
const usualPatience = 600_000;
/** Questions that wait, one a device at most: whoever may publish could invent devices without end. */
const mostOpen = 10_000;
/** Questions that no longer wait, and what is remembered of updates. */
const mostClosed = 200;
const mostActivities = 500;
/** Of one update, and characters of what each says: more is not shown. */
const mostActions = 1000;
const longestText = 250;
/** Characters of an id with which a question is answered: longer ones no device makes. */
const longestId = 1000;

function isOpen({ state }: ConsentQuestion): boolean {
  return state === 'open' || state === 'answering';
}

/** Everything that was asked since the connections were opened; the latest last. */
export class ConsentQuestions {
  readonly #questions = new Map<string, ConsentQuestion>();
  /** The id of the question that a device waits for: one at a time, since it remembers only the id of its last one. */
  readonly #open = new Map<string, string>();
  /** Ids of the others, oldest first. */
  readonly #closed = new Set<string>();
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
        const { activityId, command, correlationId, timestamp: said } = news.consent;
        const asked = { connection, device: news.thing, activityId, command, correlationId };
        this.#ask({ ...asked, ...(said !== undefined && { said }) }, time);
        return;
      }
      case 'feedback': {
        const { activityId, status, actions } = news.feedback;
        this.#remember(connection, news.thing, activityId, actions);
        if (feedbackOutcome(status) === undefined) return;
        const question = this.#openOf(connection, news.thing);
        if (question?.activityId === activityId) this.#end(question, t('The update ended with {0}.', status));
        return;
      }
      case 'state': {
        const question = this.#openOf(connection, news.thing);
        const silence = performance.now() - (this.#heard.get(question?.id ?? '') ?? 0);
        if (question && startedAfter(news.state, { said: question.said, silence }))
          this.#end(question, t('The device was started again.'));
        return;
      }
      default:
        return;
    }
  }

  /** Answers to answers are heard in every window: that is how one learns that another has answered. */
  hearAnswer(connection: string, { direction, address, raw }: WireMessage): void {
    if (direction !== 'in' || this.#open.size === 0 || !parseResponseTopic(address)) return;
    const envelope = parseEnvelope(parseJson(raw));
    if (!envelope || parseMessagePath(envelope.path)?.subject !== 'consent') return;
    const open = this.#allOpen().filter((it) => it.connection === connection && it.state === 'open');
    const question = open.find(({ correlationId }) => correlationId === correlationIdOf(envelope));
    if (question && (envelope.status ?? 0) < 300) {
      this.#put({
        ...question,
        state: 'elsewhere',
        remark: t('It was answered in another window or program.'),
      });
    }
  }

  change(id: string, change: Partial<ConsentQuestion>): ConsentQuestion | undefined {
    const question = this.#questions.get(id);
    return question && this.#put({ ...question, ...change });
  }

  /** Nothing more is heard of a connection that was closed. */
  closed(connection: string): void {
    for (const question of this.#allOpen()) {
      if (question.connection === connection) this.#end(question, t('The connection was closed.'));
    }
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #ask(
    asked: Pick<
      ConsentQuestion,
      'connection' | 'device' | 'activityId' | 'command' | 'correlationId' | 'said'
    >,
    time: number,
  ): void {
    const { connection, device, activityId, command, correlationId } = asked;
    const id = JSON.stringify([connection, device, correlationId]);
    // Without the id no answer would count; a message that comes twice asks once.
    if (correlationId === '' || this.#questions.has(id)) return;
    if ([correlationId, activityId, command].some(({ length }) => length > longestId)) return;
    const before = this.#openOf(connection, device);
    if (before) this.#end(before, t('The device asked anew.'));
    const actions = this.#actions.get(activityKey(connection, device, activityId)) ?? [];
    this.#heard.set(id, performance.now());
    this.#put({ ...asked, id, asked: time, usualEnd: time + usualPatience, actions, state: 'open' });
    const [oldest] = this.#open.size > mostOpen ? this.#allOpen() : [];
    if (oldest)
      this.#end(
        oldest,
        t('More than {0} devices wait: the one that asked first is no longer kept.', mostOpen),
      );
  }

  #openOf(connection: string, device: string): ConsentQuestion | undefined {
    return this.#questions.get(this.#open.get(deviceKey(connection, device)) ?? '');
  }

  #allOpen(): readonly ConsentQuestion[] {
    return [...this.#open.values()].flatMap((id) => this.#questions.get(id) ?? []);
  }

  #remember(
    connection: string,
    device: string,
    activityId: string,
    actions: readonly FeedbackAction[],
  ): void {
    if (activityId.length > longestId) return;
    const key = activityKey(connection, device, activityId);
    this.#actions.delete(key);
    this.#actions.set(key, actions.slice(0, mostActions).map(inShort));
    const [oldest] = this.#actions.keys();
    if (this.#actions.size > mostActivities && oldest !== undefined) this.#actions.delete(oldest);
  }

  #end(question: ConsentQuestion, remark: string): void {
    this.#put({ ...question, state: 'over', remark });
  }

  #put(question: ConsentQuestion): ConsentQuestion {
    const { id, connection, device } = question;
    this.#questions.set(id, question);
    const key = deviceKey(connection, device);
    if (isOpen(question)) this.#open.set(key, id);
    else {
      if (this.#open.get(key) === id) this.#open.delete(key);
      this.#closed.add(id);
    }
    this.#changes.fire(question);
    this.#forgetClosed();
    return question;
  }

  #forgetClosed(): void {
    const [oldest] = this.#closed;
    if (this.#closed.size <= mostClosed || oldest === undefined) return;
    this.#closed.delete(oldest);
    this.#questions.delete(oldest);
    this.#heard.delete(oldest);
  }
}

/** What is shown of it: whoever may publish could fill the memory. */
function inShort({ component, version, status, message }: FeedbackAction): FeedbackAction {
  const short = (text: string) => text.slice(0, longestText);
  return {
    component: short(component),
    ...(version !== undefined && { version: short(version) }),
    status: short(status),
    ...(message !== undefined && { message: short(message) }),
  };
}

function deviceKey(connection: string, device: string): string {
  return JSON.stringify([connection, device]);
}

function activityKey(connection: string, device: string, activityId: string): string {
  return JSON.stringify([connection, device, activityId]);
}
