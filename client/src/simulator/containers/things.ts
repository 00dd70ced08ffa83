/**
 * The thing `<device>:edge:containers`: what it answers to commands and how its features are told
 * (container-management: things/client).
 */
import type { JsonValue } from '../../../../server/src/messages.ts';
import type { BusMessage } from '../bus.ts';
import { Panic, type Process } from '../daemon.ts';
import { thingOf } from '../ditto.ts';
import { anything, type Decoded, int, map, struct, text, unmarshal } from '../go/decode.ts';

export interface ThingError {
  readonly error: string;
  readonly status: number;
  readonly message: string;
}

export function invalidParameter(message: string): ThingError {
  return { error: 'messages:parameter.invalid', status: 400, message };
}

export function notFound(message: string): ThingError {
  return { error: 'messages:subject.notfound', status: 404, message };
}

/** Handles an operation of a feature; the result is the error, or undefined where it went well. */
export type Operations = (operation: string, value: JsonValue | null) => ThingError | undefined;

const envelopeType = struct('client.jsonEnvelope', {
  topic: text(),
  headers: map(anything),
  path: text(),
  value: anything,
  status: int,
  revision: int,
  timestamp: text(),
});

type Envelope = Decoded<typeof envelopeType>;

export class ContainersThing {
  readonly #features = new Map<string, Operations>();
  readonly #topicStart: string;

  constructor(
    private readonly process: Process,
    /** `edge:device:edge:containers` */
    readonly id: string,
    private readonly tenant: string,
  ) {
    const { namespace, name } = thingOf(id);
    this.#topicStart = `${namespace}/${name}/things`;
  }

  listen(): Promise<void> {
    return this.process.subscribe(`command//${this.id}/req/#`, (message) => this.#handle(message));
  }

  /** Registers or replaces a feature. */
  async setFeature(featureId: string, feature: unknown, operations: Operations): Promise<void> {
    await this.#twin('modify', `/features/${featureId}`, feature);
    this.#features.set(featureId, operations);
  }

  async removeFeature(featureId: string): Promise<void> {
    await this.#twin('delete', `/features/${featureId}`);
    this.#features.delete(featureId);
  }

  setProperty(featureId: string, property: string, value: unknown): Promise<void> {
    return this.#twin('modify', `/features/${featureId}/properties/${property}`, value);
  }

  #twin(action: 'modify' | 'delete', path: string, value?: unknown): Promise<void> {
    const topic = `${this.#topicStart}/twin/commands/${action}`;
    const headers = { 'response-required': false };
    return this.process.publish(`e/${this.tenant}/${this.id}`, { topic, headers, path, value });
  }

  async #handle({ topic, payload }: BusMessage): Promise<void> {
    const [, device, requestId] = /^command\/\/([^/]+)\/req\/([^/]*)\/([^/]+)$/.exec(topic) ?? [];
    if (device === undefined || requestId === undefined) return;
    if (/\/req\/\/(created|modified|deleted|errors-response)$/.test(topic)) return;
    const read = unmarshal(payload, envelopeType);
    if (!read.ok) return this.#unreadable(requestId, `the payload is no Ditto message (${read.error})`);
    const envelope = read.value;
    if (envelope.topic === '') return this.#unreadable(requestId, 'the message has no "topic"');
    if (envelope.path === '') return this.#unreadable(requestId, 'the message has no "path"');
    const [namespace, name, ...rest] = envelope.topic.split('/');
    if (rest.length === 0) return this.#unreadable(requestId, `"${envelope.topic}" is no Ditto topic`);

    const headerFault = headersFault(envelope);
    if (headerFault !== undefined) {
      const reason = `invalid Ditto message received for device id [${device}]: ${headerFault}`;
      return this.#refuse(requestId, envelope, invalidParameter(reason));
    }
    if (`${namespace}:${name}` !== this.id) {
      return this.#refuse(requestId, envelope, notFound(`thing with ID = ${device} is not found`));
    }
    const [, featureId, operation] =
      /^\/features\/([^/]+)\/inbox\/messages\/([^/]+)$/.exec(envelope.path) ?? [];
    if (featureId === undefined || operation === undefined) return this.#thingOperation(requestId, envelope);
    const operations = this.#features.get(featureId);
    if (operations === undefined) {
      return this.#refuse(requestId, envelope, invalidParameter(`feature [${featureId}] not found `));
    }
    const error = operations(operation, envelope.value);
    if (isOneWay(requestId, envelope)) return undefined;
    const path = `/features/${featureId}/outbox/messages/${operation}`;
    return this.#answer(requestId, envelope, path, error);
  }

  #thingOperation(requestId: string, envelope: Envelope): Promise<void> {
    const error = /^\/inbox\/messages\/[^/]+$/.test(envelope.path)
      ? notFound(
          `the target thing ID = ${this.id} does not have e registered operations handler - thus, the command will not be processed`,
        )
      : invalidParameter(`missing operation name for device id [${this.id}]`);
    return this.#refuse(requestId, envelope, error);
  }

  /** The daemon wants to answer, and dies of the message that it does not have. */
  #unreadable(requestId: string, what: string): void {
    if (requestId === '') this.process.log(`${what}: ignored.`);
    else throw new Panic(`${what} (nil dereference while answering it).`);
  }

  /** An early refusal keeps the path of the command. */
  async #refuse(requestId: string, envelope: Envelope, error: ThingError): Promise<void> {
    this.process.log(`refused: ${error.message}`);
    if (!isOneWay(requestId, envelope)) await this.#answer(requestId, envelope, envelope.path, error);
  }

  #answer(requestId: string, envelope: Envelope, path: string, error: ThingError | undefined): Promise<void> {
    const status = error?.status ?? 204;
    const correlation = stringHeader(envelope, 'correlation-id');
    const headers = {
      ...(error === undefined ? {} : { 'content-type': 'application/json' }),
      ...(correlation === '' ? {} : { 'correlation-id': correlation }),
    };
    const answer = { topic: envelope.topic, headers, path, value: error, status };
    return this.process.publish(`command//${this.id}/res/${requestId}/${status}`, answer);
  }
}

function headersFault(envelope: Envelope): string | undefined {
  if (stringHeader(envelope, 'correlation-id') === '') return 'correlation id header is missing';
  const contentType = stringHeader(envelope, 'content-type');
  if (envelope.value === null) {
    return contentType === '' ? undefined : `unexpected content type header ${contentType}`;
  }
  if (contentType === 'application/json') return undefined;
  return contentType === ''
    ? 'missing content type header'
    : `unsupported content type header ${contentType}`;
}

/** True for a command that nobody wants to be answered. @throws Panic where the header is no boolean */
function isOneWay(requestId: string, envelope: Envelope): boolean {
  if (requestId === '') return true;
  const required = envelope.headers?.get('response-required') ?? false;
  if (typeof required === 'boolean') return !required;
  throw new Panic('the header "response-required" is no boolean (failed type assertion).');
}

/** @throws Panic where the header is no string */
function stringHeader(envelope: Envelope, name: string): string {
  const value = envelope.headers?.get(name) ?? '';
  if (typeof value === 'string') return value;
  throw new Panic(`the header "${name}" is no string (failed type assertion).`);
}
