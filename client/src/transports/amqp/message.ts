/** Messages of AMQP 1.0 as Hono wants and gives them. */
import type { Message, MessageUtil } from 'rhea';
import type { HonoMessage } from '../../protocol/hono.ts';

export interface CommandMessage {
  /** `command/<tenant>/<device>` */
  readonly to: string;
  /** Non-empty and without a slash: it becomes a level of the device's MQTT topic. */
  readonly subject: string;
  readonly payload: string;
  /** Absent for a command that wants no answer: `reply_to` alone tells Hono the two apart. */
  readonly answer?: { readonly replyTo: string; readonly correlationId: string };
}

/** As bytes: one section of data, which is all that Hono takes for sure. */
export function encodeCommand(
  { encode, data_section }: Pick<MessageUtil, 'encode' | 'data_section'>,
  { to, subject, payload, answer }: CommandMessage,
): Buffer {
  return encode({
    to,
    subject,
    ...(answer && { reply_to: answer.replyTo, correlation_id: answer.correlationId }),
    content_type: 'application/json',
    body: data_section(Buffer.from(payload)),
  });
}

/** Whatever section its body is in; an unknown one is read as JSON, and none as an empty text. */
export function readMessage(message: Message): HonoMessage {
  const { to, correlation_id, content_type, creation_time, application_properties }: Message = message;
  const created: unknown = creation_time;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const [receiver, correlationId, contentType] = [to, correlation_id, content_type].map(text);
  return {
    text: textOf(message.body),
    ...(receiver !== undefined && { to: receiver }),
    ...(correlationId !== undefined && { correlationId }),
    ...(contentType !== undefined && { contentType }),
    ...(created instanceof Date && Number.isFinite(created.getTime()) && { created: created.getTime() }),
    properties: { ...application_properties },
  };
}

/** rhea gives a section of data or of sequences as an object of its own, a value as it is. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  if (Array.isArray(body)) return body.map(textOf).join('');
  if (typeof body === 'object' && 'typecode' in body && 'content' in body) return textOf(body.content);
  return (
    JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? ''
  );
}
