/** Finds the request that a response belongs to. */
import { t } from '@vscode/l10n';
import { type Fault, FaultError, fault } from '../../errors.ts';
import {
  correlationIdOf,
  type Envelope,
  parseDittoTopic,
  parseEnvelope,
  parseMessagePath,
} from '../../protocol/envelope.ts';
import { formatThingId } from '../../protocol/thing.ts';
import { type AddressForm, parseResponseTopic, type ResponseAddress } from '../../protocol/topics.ts';
import { worseStatus } from '../status.ts';
import type { Command, Incoming, Response } from '../transport.ts';

interface Waiting {
  readonly command: Command;
  readonly requestId: string;
  readonly heard: (response: Response) => void;
  readonly resolve: (answered: Answered) => void;
  readonly reject: (error: FaultError) => void;
}

export interface Answered {
  readonly response: Response;
  /** The form of address that this answer belongs to. */
  readonly form: AddressForm;
}

interface Answer {
  readonly topic: ResponseAddress;
  readonly envelope: Envelope | undefined;
}

export class Answers {
  readonly #waiting = new Set<Waiting>();

  /**
   * To be called before the command is published: an answer can be faster than the broker's receipt. `heard` is called
   * while the answer is taken, before any later message of the device.
   */
  expect(
    command: Command,
    requestId: string,
    heard: (response: Response) => void,
  ): { readonly answered: Promise<Answered>; forget(): void } {
    let forget: () => void = () => undefined;
    const answered = new Promise<Answered>((resolve, reject) => {
      const waiting: Waiting = { command, requestId, heard, resolve, reject };
      this.#waiting.add(waiting);
      forget = () => this.#waiting.delete(waiting);
    });
    return { answered, forget };
  }

  /** Late, repeated and foreign answers belong to nobody and change nothing. */
  take(message: Incoming): void {
    // Also what others have asked is answered here.
    if (this.#waiting.size === 0) return;
    const { address, raw, time } = message;
    const topic = parseResponseTopic(address);
    if (!topic) return;
    const envelope = parseEnvelope(message.json);
    const waiting = this.#find({ topic, envelope });
    if (!waiting) return;
    this.#waiting.delete(waiting);
    const status = worseStatus(topic.status, envelope?.status);
    if (status === undefined) waiting.reject(new FaultError(malformed(waiting.command, address)));
    else {
      const response: Response = { address, status, ...(envelope && { envelope }), raw, time };
      waiting.heard(response);
      waiting.resolve({ response, form: formOf(topic) });
    }
  }

  #find(answer: Answer): Waiting | undefined {
    const all = [...this.#waiting];
    const { requestId } = answer.topic;
    if (requestId !== '') {
      const byRequest = all.find((it) => it.requestId === requestId);
      if (byRequest) return byRequest;
    }
    const fromThing = all.filter((it) => isFrom(answer, it.command));
    const correlation = answer.envelope && correlationIdOf(answer.envelope);
    if (correlation) return fromThing.find((it) => correlationIdOf(it.command.envelope) === correlation);
    // Without any id the thing still tells whose answer it is, where only one command to it waits.
    return requestId === '' && fromThing.length === 1 ? fromThing[0] : undefined;
  }
}

/** The topic or the envelope names the command's thing, and neither speaks of another operation. */
function isFrom({ topic, envelope }: Answer, { thing, operation }: Command): boolean {
  const said = envelope && parseDittoTopic(envelope.topic);
  const subject = envelope && parseMessagePath(envelope.path)?.subject;
  const sameThing = topic.device === thing || (said !== undefined && formatThingId(said) === thing);
  return sameThing && (subject ?? operation) === operation && (topic.operation ?? operation) === operation;
}

function formOf({ requestId, device }: ResponseAddress): AddressForm {
  if (requestId === '') return 'documented';
  return device === '' ? 'gateway' : 'device';
}

function malformed({ thing, operation }: Command, address: string): Fault {
  return fault(
    'malformed-answer',
    t('{0} answered {1} on {2}, but with neither a status nor a Ditto message.', thing, operation, address),
  );
}
