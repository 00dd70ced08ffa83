/** One MQTT client from CONNECT to its end; what reconnects is the link around it. */
import { t } from '@vscode/l10n';
import type { MqttClient } from 'mqtt';
import { FaultError, fault } from '../../errors.ts';
import type { Listening } from '../../protocol/dialect.ts';
import { maskedText } from '../../protocol/secrets.ts';
import { waitFor } from '../../timing.ts';
import { visible } from '../../words/visible.ts';
import { ClosedEarlyError } from '../faults.ts';
import { openSecureSocket } from '../secureSocket.ts';
import { cancelledFault, type Opened } from '../standing.ts';
import { takeAnythingForAlive } from './alive.ts';
import type { ClientWay } from './options.ts';
import { gatherReceipts } from './receipts.ts';
import { readInSlices } from './slices.ts';
import { subscribe } from './subscribe.ts';

export interface Received {
  readonly topic: string;
  readonly payload: Buffer;
  readonly retained: boolean;
}

/** Why a connection that stood is gone; `reasonCode` where an MQTT 5 broker gave one. */
export interface Loss {
  readonly reason: string;
  readonly reasonCode: number | undefined;
}

export interface ClientEvents {
  readonly onMessage: (message: Received) => void;
  /** At most once, after the connection stood. */
  readonly onLost: (loss: Loss) => void;
}

/** Reasons of the broker by message id, until the message's own callback takes them. */
type Reasons = Map<number, number | undefined>;

/** The broker's word on a message: 0 taken, 16 nobody listens; undefined where it cannot tell (MQTT 3.1.1). */
export interface Published {
  readonly reasonCode: number | undefined;
}

export interface OpenClient extends Opened {
  publish(topic: string, payload: string): Promise<Published>;
}

/** Connects and subscribes, over TLS only once the broker's certificate is accepted. Rejects with what the client, the socket or the broker said. */
export async function openClient(
  way: ClientWay,
  listening: Listening,
  events: ClientEvents,
  signal: AbortSignal,
): Promise<OpenClient> {
  const mqtt = await import('mqtt');
  const client = await createClient(mqtt, way, signal);
  const { stream } = client;
  // Each message waits for the receipt of the one before; with Nagle's algorithm that is 40 ms each time.
  if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function') stream.setNoDelay(true);
  const reasons: Reasons = new Map();
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'puback' && packet.messageId !== undefined) {
      reasons.set(packet.messageId, packet.reasonCode);
    }
  });
  gatherReceipts(client);
  readInSlices(client);
  takeAnythingForAlive(client);
  client.on('message', (topic, payload, { retain }) =>
    events.onMessage({ topic, payload, retained: retain }),
  );
  try {
    await untilConnected(client, signal);
    const lost = untilLost(client, mqtt.ReasonCodes);
    const unheard = await untilSubscribed(client, listening, lost, way.client.connectTimeout, signal);
    const protocol = way.client.protocolVersion === 5 ? 'MQTT 5' : 'MQTT 3.1.1';
    return { ...opened(client, lost, reasons, events), protocol, unheard };
  } catch (error) {
    client.end(true);
    throw error;
  }
}

async function createClient(
  { connect, MqttClient }: typeof import('mqtt'),
  { client: options, secure }: ClientWay,
  signal: AbortSignal,
): Promise<MqttClient> {
  if (secure === undefined) return connect(options);
  const { socket } = await openSecureSocket(secure, options.connectTimeout, signal).catch(
    (error: unknown) => {
      throw signal.aborted ? new FaultError(cancelledFault()) : error;
    },
  );
  if (options.protocol === 'wss')
    return connect({ ...options, wsOptions: { createConnection: () => socket } });
  const client = new MqttClient(() => socket, options);
  // As connect() does: an error that comes when nobody waits any more is told by the close after it.
  client.on('error', () => undefined);
  return client;
}

function opened(
  client: MqttClient,
  lost: Promise<Loss>,
  reasons: Reasons,
  events: ClientEvents,
): Omit<OpenClient, 'protocol' | 'unheard'> {
  const untilGone = lost.then((loss) => {
    events.onLost(loss);
    return loss.reason;
  });
  return {
    publish: (topic, payload) => publish(client, reasons, topic, payload, untilGone),
    end: () => end(client),
  };
}

function untilConnected(client: MqttClient, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // What a WebSocket says of a refusal has no code, and the client swallows it.
    let streamError: Error | undefined;
    client.stream.on('error', (error: Error) => {
      streamError = error;
    });
    const cancel = () => {
      settle();
      reject(new FaultError(cancelledFault()));
    };
    const onConnect = () => {
      settle();
      resolve();
    };
    const onError = (error: Error) => {
      settle();
      reject(error);
    };
    const onClose = () => onError(streamError ?? new ClosedEarlyError());
    const settle = () => {
      signal.removeEventListener('abort', cancel);
      client.off('connect', onConnect);
      client.off('error', onError);
      client.off('close', onClose);
    };
    client.on('connect', onConnect);
    client.on('error', onError);
    client.on('close', onClose);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel);
  });
}

/** Rejects where the broker goes, where it says nothing for so many milliseconds, and where nobody wants it any more. */
async function untilSubscribed(
  client: MqttClient,
  listening: Listening,
  lost: Promise<Loss>,
  patience: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const gone = lost.then(({ reason }) => {
    throw new FaultError(fault('connection-closed', t('The connection was lost at once: {0}.', reason)));
  });
  const refused = await waitFor(
    () => Promise.race([subscribe(client, listening, gone), gone]),
    patience,
    signal,
  );
  if (refused === 'cancelled') throw new FaultError(cancelledFault());
  if (refused === 'late') {
    throw new FaultError(
      fault(
        'subscription-unanswered',
        t('The broker let this client in, but did not answer its subscriptions.'),
      ),
    );
  }
  return refused;
}

function untilLost(client: MqttClient, names: Readonly<Record<number, string>>): Promise<Loss> {
  return new Promise((resolve) => {
    let reason = t('the other side closed it');
    let reasonCode: number | undefined;
    client.on('error', (error) => {
      reason = error.message;
      // The client goes on after bytes that are no MQTT, and would read whatever follows wrongly, or not at all.
      client.stream.destroy();
    });
    client.on('disconnect', (packet) => {
      reasonCode = packet.reasonCode;
      const name = reasonCode === undefined ? undefined : names[reasonCode];
      const told = packet.properties?.reasonString ?? name ?? t('reason {0}', reasonCode ?? '');
      reason = t('the broker ended it: {0}', visible(maskedText(told)));
    });
    client.once('close', () => resolve({ reason, reasonCode }));
  });
}

async function publish(
  client: MqttClient,
  reasons: Reasons,
  topic: string,
  payload: string,
  lost: Promise<string>,
): Promise<Published> {
  const taken = new Promise<Published>((resolve, reject) => {
    let messageId = 0;
    // QoS 1 so that the broker says what became of it; retained, a command would run again at each reconnect.
    client.publish(topic, payload, { qos: 1, retain: false }, (error) => {
      const reasonCode = reasons.get(messageId);
      reasons.delete(messageId);
      if (error && reasonCode === undefined) reject(error);
      else resolve({ reasonCode });
    });
    messageId = client.getLastMessageId();
  });
  const gone = lost.then((reason) => {
    throw new FaultError(fault('connection-lost', t('The connection was lost: {0}.', reason)));
  });
  return Promise.race([taken, gone]);
}

function end(client: MqttClient): Promise<void> {
  return new Promise((resolve) => {
    // The client says goodbye only when all its messages have their receipts, which need not come any more.
    const force = setTimeout(() => {
      client.stream.destroy();
      resolve();
    }, 1000);
    client.end(false, { properties: { sessionExpiryInterval: 0 } }, () => {
      clearTimeout(force);
      resolve();
    });
  });
}
