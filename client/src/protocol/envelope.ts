/** The Ditto protocol message that every command, answer and event is wrapped in. */
import type { JsonObject, JsonValue } from '../../../server/src/messages.ts';

/** Source: Eclipse Ditto protocol specification; headers as Kanto's devices read them. */
export interface Envelope {
  /** `<namespace>/<name>/things/live/messages/<subject>` or `…/things/twin/commands/modify`. */
  readonly topic: string;
  readonly headers: JsonObject;
  readonly path: string;
  readonly value?: JsonValue;
  /** HTTP status, in responses only. */
  readonly status?: number;
}
