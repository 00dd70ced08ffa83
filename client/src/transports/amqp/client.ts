/** An AMQP connection with the links of a Hono application: commands out, their answers in, and what else is wanted. */
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../../errors.ts';
import { aborted, waitFor } from '../../timing.ts';
import { receiveWhereAllowed } from '../hono/optional.ts';
import { cancelledFault, type LinkTiming, type Opened } from '../standing.ts';
import type { Way } from '../way.ts';
import { type ConnectionOptions, type OpenConnection, openConnection } from './connection.ts';
import { RefusedError } from './faults.ts';
import { type Hear, receive } from './receivers.ts';
import { type CommandSender, openSender } from './sender.ts';

export interface Links {
  readonly commands: string;
  readonly answers: string;
  /** What is received where Hono lets this user, and taken away from others. */
  readonly optional: readonly string[];
}

export interface ClientEvents {
  readonly hear: Hear;
  /** At most once, after the connection stood. */
  readonly onLost: (cause: Error) => void;
  readonly onUnheard: () => void;
}

export interface OpenClient extends Opened {
  readonly commands: CommandSender;
}

/** Rejects with what the socket, TLS, SASL or Hono said. */
export async function openClient(
  way: Way,
  links: Links,
  options: ConnectionOptions & LinkTiming,
  events: ClientEvents,
  signal: AbortSignal,
): Promise<OpenClient> {
  const connection = await openConnection(way, options, signal);
  const { pauses, optionalTimeout: patience } = options;
  try {
    const sender = await waitFor(
      () => attach(connection, links, events.hear, way.password),
      options.connectTimeout,
      signal,
    );
    if (sender === 'cancelled') throw new FaultError(cancelledFault());
    if (sender === 'late') {
      const silent = t('Hono let this client in, but did not answer the attaching of its links.');
      throw new FaultError(fault('subscription-unanswered', silent));
    }
    const over = new AbortController();
    void connection.lost.then(() => over.abort());
    const receiveOthers = () =>
      receiveWhereAllowed({
        addresses: links.optional,
        receive: (address) => receive(connection, address, events.hear),
        isLasting: (reason) =>
          reason instanceof RefusedError && reason.condition === 'amqp:unauthorized-access',
        pauses,
        patience,
        password: way.password,
        over: over.signal,
        onChange: events.onUnheard,
      });
    const others = await Promise.race([receiveOthers(), aborted(signal)]);
    if (others === undefined) throw new FaultError(cancelledFault());
    void connection.lost.then(events.onLost);
    return {
      protocol: 'AMQP 1.0',
      get unheard() {
        return others.unheard;
      },
      get whyUnheard() {
        return others.whyUnheard;
      },
      commands: sender,
      end: () => connection.end(),
    };
  } catch (error) {
    connection.break(new Error(t('it was given up')));
    throw error;
  }
}

/** The answers first: none may come before somebody hears it. A closed link that is needed ends the connection. */
async function attach(
  connection: OpenConnection,
  { commands, answers }: Links,
  hear: Hear,
  password: string | undefined,
): Promise<CommandSender> {
  const { closed } = await receive(connection, answers, hear);
  void closed.then((cause) => connection.break(cause));
  return openSender(connection, commands, password);
}
