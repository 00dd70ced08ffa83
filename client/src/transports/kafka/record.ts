/** Records of Kafka as Hono wants and gives them (hono: section 1.2). */
import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import type { HonoMessage } from '../../protocol/hono.ts';
import type { Command } from '../transport.ts';

/**
 * The key decides on the partition, and must be the device: Hono drops what has another. Headers are texts as they are, and
 * all else as JSON. Without an answer there is none to find by its correlation id.
 */
export function commandRecord(
  { thing, operation, envelope, responseRequired }: Command,
  correlationId: string,
): Message & { readonly value: string } {
  return {
    key: thing,
    value: JSON.stringify(envelope),
    headers: {
      device_id: thing,
      subject: operation,
      'content-type': 'application/json',
      'response-required': JSON.stringify(responseRequired),
      ...(responseRequired && { 'correlation-id': correlationId }),
    },
  };
}

/** Whatever it holds: a record without a value is read as an empty text. */
export function readRecord({
  key,
  value,
  headers = {},
}: Pick<KafkaMessage, 'key' | 'value' | 'headers'>): HonoMessage {
  const text = (name: string) => textOf(headers, name);
  const [device, tenant, correlationId, contentType] = [
    'device_id',
    'tenant_id',
    'correlation-id',
    'content-type',
  ].map(text);
  const [status, ttd, created] = ['status', 'ttd', 'creation-time'].map((it) => numberOf(text(it)));
  const sender = device ?? (key?.toString('utf8') || undefined);
  return {
    text: value?.toString('utf8') ?? '',
    ...(correlationId !== undefined && { correlationId }),
    ...(contentType !== undefined && { contentType }),
    ...(created !== undefined && { created }),
    properties: {
      ...(sender !== undefined && { device_id: sender }),
      ...(tenant !== undefined && { tenant_id: tenant }),
      ...(status !== undefined && { status }),
      ...(ttd !== undefined && { ttd }),
    },
  };
}

/** Of a header that comes more than once the first counts, as for Hono. */
function textOf(headers: IHeaders, name: string): string | undefined {
  const value = headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  const text = first === undefined || first === null ? '' : first.toString('utf8');
  return text === '' ? undefined : text;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}
