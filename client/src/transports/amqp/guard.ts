/**
 * What rhea believes of the other side without a look, looked at: numbers that would keep it counting for ever, take all
 * memory, or make half a message look whole. What is refused here ends the connection, as whatever is no AMQP does.
 */
import { t } from '@vscode/l10n';
import type { Connection } from 'rhea';
import { ProtocolError } from './faults.ts';

/** A frame as rhea hands it to its connection. */
interface Frame {
  readonly performative: Record<string, unknown>;
  readonly payload?: Uint8Array;
}

/** What a frame is held to; throws a ProtocolError. */
type Check = (said: Record<string, unknown>, payload: Uint8Array | undefined) => void;

export interface GuardOptions {
  /** Bytes that one message may have. */
  readonly largestMessage: number;
  /** Called with every frame that was complete. */
  readonly onFrame: () => void;
  /** Called once the other side has said how much it takes. */
  readonly onFlow: () => void;
}

/** AMQP 1.0, part 2: section 4.1 (`MIN-MAX-FRAME-SIZE`). */
const smallestFrame = 512;
/** Milliseconds. Whoever wants signs of life more often wants to keep this machine busy. */
const shortestIdle = 20;
/** What a timer can hold; beyond that Node.js fires at once, and again and again. */
const longestIdle = 2 ** 31 - 1;
/** Deliveries that one word can be about. The session has room for a few hundred. */
const mostDeliveries = 10_000;
/** More than this tool ever sends at once; rhea counts credit down one by one. */
const mostCredit = 10_000;

/** To be called before the connection is opened. */
export function guard(connection: Connection, { largestMessage, onFrame, onFlow }: GuardOptions): void {
  /** Bytes of the message that is under way, by link. */
  const underWay = new Map<unknown, number>();
  const checks: Readonly<Record<string, Check>> = {
    on_open: checkOpen,
    on_begin: ({ remote_channel: answered }) => {
      if (typeof answered !== 'number') refuse(t('it began a session of its own'));
    },
    on_attach: ({ name }) => {
      const isOurs = (link: { readonly name: string }) => link.name === name;
      if (connection['find_link'](isOurs) === undefined) refuse(t('it attached a link of its own'));
    },
    on_flow: checkFlow,
    on_disposition: ({ first, last }) => {
      const to = last ?? first;
      if (!isCount(first) || !isCount(to) || to - first > mostDeliveries)
        refuse(t('it settled more messages than there are'));
    },
    on_transfer: ({ handle, more, aborted }, payload) => {
      // rhea would take what has come of it for the whole.
      if (aborted === true) refuse(t('it broke a message off'));
      const size = (underWay.get(handle) ?? 0) + (payload?.length ?? 0);
      if (size > largestMessage) refuse(t('a message is longer than {0} bytes', largestMessage));
      if (more === true) underWay.set(handle, size);
      else underWay.delete(handle);
    },
    on_detach: ({ handle }) => {
      underWay.delete(handle);
    },
  };
  for (const [name, check] of Object.entries(checks)) {
    const pass = connection[name].bind(connection);
    connection[name] = (frame: Frame) => {
      onFrame();
      check(frame.performative, frame.payload);
      pass(frame);
      if (name === 'on_flow') onFlow();
    };
  }
}

function checkOpen(said: Record<string, unknown>): void {
  const { max_frame_size: frame, idle_time_out: idle } = said;
  // Of smaller ones rhea makes pieces of no length, without end.
  if (isSaid(frame) && !(isCount(frame) && frame >= smallestFrame))
    refuse(t('it takes no frames of {0} bytes', smallestFrame));
  if (!isSaid(idle) || idle === 0) return;
  if (!isCount(idle) || idle < shortestIdle) refuse(t('it wants signs of life without end'));
  else if (idle > longestIdle) said['idle_time_out'] = longestIdle;
}

function checkFlow(said: Record<string, unknown>): void {
  for (const name of ['link_credit', 'delivery_count', 'incoming_window', 'next_incoming_id'])
    if (isSaid(said[name]) && !isCount(said[name])) refuse(t('its {0} is no number of messages', name));
  const { link_credit: credit } = said;
  if (isCount(credit) && credit > mostCredit) said['link_credit'] = mostCredit;
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function refuse(what: string): never {
  throw new ProtocolError(what);
}

/** What rhea reads values with. */
interface Reader {
  read(): unknown;
  read_value(type: unknown): unknown;
  read_n(count: number): unknown[];
  read_array_items(count: number, type: unknown): unknown[];
}

/** Lists, maps and arrays within one another. */
const deepest = 50;
/** Values in one frame, or in one message: a body of data is one. */
const mostValues = 100_000;

/**
 * Bounds what rhea reads of lists, maps and arrays: an array of values without bytes may claim to hold billions of them.
 * To be called with its `types`, any number of times.
 */
export function boundReading(types: object): void {
  const reader: Reader = Reflect.get(Reflect.get(types, 'Reader'), 'prototype');
  const progress = new WeakMap<Reader, { values: number; depth: number }>();
  const collect = (of: Reader, count: number, next: () => unknown): unknown[] => {
    const known = progress.get(of) ?? { values: 0, depth: 0 };
    progress.set(of, known);
    known.values += count;
    known.depth += 1;
    if (known.values > mostValues) refuse(t('a message has more than {0} values', mostValues));
    if (known.depth > deepest) refuse(t('the values of a message are more than {0} deep', deepest));
    const values = Array.from({ length: count }, next);
    known.depth -= 1;
    return values;
  };
  reader.read_n = function (count) {
    return collect(this, count, () => this.read());
  };
  reader.read_array_items = function (count, type) {
    return collect(this, count, () => this.read_value(type));
  };
}
