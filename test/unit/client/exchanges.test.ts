/**
 * What real devices sent after a command (recorded with update-manager, container-management and software-update),
 * followed from the answer to the end. `status` and `end` of each exchange were read from it by another program.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DeviceStore } from '../../../client/src/devices/store.ts';
import { parseEnvelope } from '../../../client/src/protocol/envelope.ts';
import { modulesOf } from '../../../client/src/protocol/softwareUpdatable.ts';
import { Answers } from '../../../client/src/transports/mqtt/answers.ts';
import { noRhythm } from '../../../client/src/updates/rhythm.ts';
import { UpdateTracker } from '../../../client/src/updates/tracker.ts';
import { noTranscript } from '../../../client/src/updates/transcript.ts';
import type { JsonObject, JsonValue, Operation } from '../../../server/src/messages.ts';

interface Exchange {
  readonly scenario: string;
  readonly operation: Operation;
  readonly thing: string;
  readonly requestId: string;
  readonly correlationId: string;
  readonly activityId: string;
  /** What the command said of software. */
  readonly value: JsonObject;
  readonly received: readonly (readonly [string, JsonValue])[];
  /** HTTP status of the answer; null where none came. */
  readonly status: number | null;
  /** The device's last word; null where it did not come to one. */
  readonly end: string | null;
}

const exchanges: readonly Exchange[] = JSON.parse(
  readFileSync(new URL('../../fixtures/exchanges.json', import.meta.url), 'utf8'),
);

async function follow(exchange: Exchange) {
  const { thing, operation, correlationId, activityId } = exchange;
  const root = thing === 'edge:device';
  const answers = new Answers();
  const envelope = { topic: '', headers: { 'correlation-id': correlationId }, path: '' };
  const command = { thing, root, operation, envelope, responseRequired: true, idempotent: false };
  const { answered } = answers.expect(command, exchange.requestId, () => undefined);

  const devices = new DeviceStore('lab');
  const tracker = new UpdateTracker();
  const tracked = tracker.begin(
    {
      id: 'run',
      connection: 'lab',
      device: 'edge:device',
      thing,
      operation,
      correlationId,
      activityId,
      envelope,
      manifest: {},
      phase: 'sent',
      started: 0,
      sent: [],
      actions: [],
      rhythm: noRhythm,
      transcript: noTranscript,
    },
    modulesOf(exchange.value),
  );
  for (const [time, [address, json]] of exchange.received.entries()) {
    const message = { address, raw: '', json, retained: false, time };
    answers.take(message);
    const news = devices.hear(message);
    if (news) tracker.hear('lab', news, { address, raw: JSON.stringify(json), time });
  }
  const answer = await Promise.race([
    answered,
    new Promise<undefined>((resolve) => setImmediate(resolve, undefined)),
  ]);
  return { status: answer?.response.status ?? null, run: tracked.run, device: devices.get('edge:device') };
}

describe.each(exchanges.map((it) => [`${it.operation}: ${it.scenario}`, it] as const))(
  '%s',
  (_, exchange) => {
    it('ends as the device ended it', async () => {
      const { status, run } = await follow(exchange);
      // An answer on an empty request id is matched by its correlation id, and some commands had neither.
      if (exchange.requestId !== '') expect(status).toBe(exchange.status);
      expect(run.finished?.status ?? null).toBe(exchange.end);
      expect(run.finished?.ok ?? false).toBe(
        ['COMPLETED', 'REFRESHED', 'FINISHED_SUCCESS'].includes(exchange.end ?? ''),
      );
    });

    it('leaves the store with what the device reported last', async () => {
      const { device } = await follow(exchange);
      const states = exchange.received.flatMap(([, json]) => {
        const envelope = parseEnvelope(json);
        return envelope?.path === '/features/UpdateManager/properties'
          ? [JSON.stringify(envelope.value)]
          : [];
      });
      const nodes = states.at(-1)?.match(/"id":"containers:/g)?.length;
      const components = device?.components?.filter(({ domain }) => domain === 'containers').length;
      expect(components).toBe(nodes ?? (states.length > 0 || components !== undefined ? 0 : undefined));
    });
  },
);
