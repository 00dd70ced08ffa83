/** A command as a Hono gets it, and what it can do with it. */
import rhea, { type Delivery, type Message } from 'rhea';
import { isObject, parseJson } from '../../client/src/protocol/json.ts';
import type { JsonObject } from '../../server/src/messages.ts';

export interface AnswerOptions {
  readonly correlationId?: string | number | Buffer;
  readonly properties?: Readonly<Record<string, unknown>>;
  /** In place of the envelope of the command. */
  readonly text?: string;
  /** In place of one section of data. */
  readonly body?: unknown;
}

export interface ReceivedCommand {
  readonly to: string | undefined;
  readonly subject: string | undefined;
  readonly replyTo: string | undefined;
  readonly correlationId: string | number | Buffer | undefined;
  readonly contentType: string | undefined;
  /** The code of the section that the body is in: 0x75 for data. */
  readonly section: number | undefined;
  readonly text: string;
  readonly envelope: JsonObject;
  accept(): void;
  release(): void;
  modify(): void;
  reject(condition: string, description: string): void;
  /** Without any outcome. */
  settle(): void;
  /** As the device of the command does: the envelope back, with the status. */
  answer(status: number, value?: unknown, options?: AnswerOptions): void;
}

export function readCommand(
  message: Message,
  delivery: Delivery,
  send: (address: string, message: Message) => void,
): ReceivedCommand {
  const { to, subject, reply_to, correlation_id, content_type, body } = message;
  const text = Buffer.isBuffer(body?.content) ? body.content.toString('utf8') : String(body);
  const parsed = parseJson(text);
  const envelope = isObject(parsed) ? parsed : {};
  return {
    to,
    subject,
    replyTo: reply_to,
    correlationId: correlation_id,
    contentType: content_type,
    section: body?.typecode,
    text,
    envelope,
    accept: () => delivery.accept(),
    release: () => delivery.release(),
    modify: () => delivery.modified({ delivery_failed: true, undeliverable_here: true }),
    reject: (condition, description) => delivery.reject({ condition, description }),
    settle: () => delivery.update(true),
    answer: (
      status,
      value,
      { correlationId = correlation_id, properties, text: written, body: own } = {},
    ) => {
      const [, tenant, device] = (to ?? '').split('/');
      const envelopeBack = {
        ...envelope,
        path: String(envelope['path']).replace('/inbox/', '/outbox/'),
        status,
        value,
      };
      const answer = written ?? JSON.stringify(envelopeBack);
      send(reply_to ?? '', {
        ...(correlationId !== undefined && { correlation_id: correlationId }),
        creation_time: new Date(),
        content_type: 'application/json',
        application_properties: { device_id: device, tenant_id: tenant, status, ...properties },
        body: own === undefined ? rhea.message.data_section(Buffer.from(answer)) : own,
      });
    },
  };
}
