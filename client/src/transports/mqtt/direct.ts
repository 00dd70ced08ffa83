/**
 * A device in direct mode: a command is one message, and nothing answers it. With MQTT 5 the broker at least tells
 * where nobody listens.
 */
import { t } from '@vscode/l10n';
import { FaultError, fault } from '../../errors.ts';
import { directTopic } from '../../protocol/direct.ts';
import { isObject, stringField } from '../../protocol/json.ts';
import { waitFor } from '../../timing.ts';
import { stoppedWaiting } from '../requestFaults.ts';
import type { Command, Incoming, SendOptions } from '../transport.ts';
import type { Conversation } from './conversation.ts';
import { Dispatch } from './dispatch.ts';
import type { MqttLink } from './link.ts';
import { unheard } from './publish.ts';
import { noAnswer, type Tried } from './requestFaults.ts';

export class DirectConversation implements Conversation {
  readonly #link: MqttLink;
  readonly #prefix: string;
  /** What was published and has no receipt yet. */
  readonly #asking = new Set<{ readonly envelope: Command['envelope']; readonly dispatch: Dispatch }>();

  constructor(link: MqttLink, prefix: string) {
    this.#link = link;
    this.#prefix = prefix;
  }

  /** Nobody is to be asked: the device is the one of the prefix. */
  async discover(): Promise<void> {}

  hear(message: Incoming): boolean {
    if (!message.retained) this.#acknowledge(message);
    return true;
  }

  /** Resolves once the broker has taken the message, always without a response. */
  async request(command: Command, options: SendOptions): Promise<undefined> {
    const { operation, envelope } = command;
    const { timeout, signal } = options;
    const address = directTopic(this.#prefix, operation);
    if (address === undefined) {
      throw new FaultError(
        fault('not-in-direct-mode', t('There is no {0} in direct mode, without things.', operation)),
      );
    }
    const dispatch = new Dispatch(this.#link, command, options);
    const asking = { envelope, dispatch };
    this.#asking.add(asking);
    try {
      const result = await waitFor(() => dispatch.publish(address), timeout, signal);
      if (result === 'late') throw new FaultError(noAnswer(command, [], timeout, undefined));
      if (result === 'cancelled') throw new FaultError(stoppedWaiting(command, 'broker'));
      this.#check(command, result);
    } finally {
      this.#asking.delete(asking);
    }
  }

  /** The device can be faster than the broker's receipt: its word on the activity shows that the message was taken. */
  #acknowledge(message: Incoming): void {
    if (this.#asking.size === 0) return;
    const { json, time } = message;
    const activityId = isObject(json) ? stringField(json, 'activityId') : undefined;
    if (!activityId) return;
    for (const { envelope, dispatch } of this.#asking) {
      if ('activityId' in envelope && envelope.activityId === activityId) dispatch.answered(time);
    }
  }

  #check(command: Command, result: Tried): void {
    if (result.lost) {
      throw new FaultError(
        fault(
          'connection-lost',
          t('The connection was lost before the broker confirmed that it took {0}.', command.operation),
        ),
      );
    }
    if (result.heard !== false) return;
    const failure = unheard(command, [result]);
    throw new FaultError(
      failure.code === 'no-listener' ? { ...failure, advice: whoListens(this.#prefix) } : failure,
    );
  }
}

/** What to do where nobody listens on the topics of a prefix. */
function whoListens(prefix: string): string {
  return t(
    'Check that update-manager runs and uses this broker, without things (things_enabled: false), and the prefix "{0}": it is made of its domain, "device" for deviceupdate, "vehicle" for vehicleupdate.',
    prefix,
  );
}
