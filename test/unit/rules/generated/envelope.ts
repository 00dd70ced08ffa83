/** Ditto messages by chance: as they should be, mostly, each part sometimes something else. */
import fc from 'fast-check';

/** A part of the message: as it should be, mostly, else something else, or nothing. */
export function part(usual: unknown, ...others: readonly unknown[]): fc.Arbitrary<unknown> {
  const other = fc.constantFrom<unknown>(...others, undefined, null, '', 5, true, [], {}, 'x');
  return fc.oneof({ arbitrary: fc.constant(usual), weight: 8 }, { arbitrary: other, weight: 1 });
}

/** What the message is for, and what it carries. */
export interface Command {
  readonly operation: string;
  readonly thing: string;
  readonly feature: string;
  readonly value: fc.Arbitrary<unknown>;
}

export function message({
  operation,
  thing,
  feature,
  value,
}: Command): fc.Arbitrary<Record<string, unknown>> {
  const path = `/features/${feature}/inbox/messages/${operation}`;
  const headers = fc.record(
    {
      'response-required': part(true, false, 'true', 1),
      'correlation-id': part('c', 'd', 7),
      'content-type': part('application/json', ' application/json', 'text/plain'),
    },
    { requiredKeys: ['response-required', 'correlation-id'] },
  );
  const text = (it: unknown) => part(it, `${String(it)}/`, String(it).toUpperCase(), `/${String(it)}`);
  const seldom = (arbitrary: fc.Arbitrary<unknown>) =>
    fc.oneof({ arbitrary: fc.constant(undefined), weight: 20 }, { arbitrary, weight: 1 });
  return fc.record({
    topic: text(`${thing}/things/live/messages/${operation}`),
    headers: fc.oneof({ arbitrary: headers, weight: 8 }, { arbitrary: part({}), weight: 1 }),
    path: text(path),
    value,
    status: seldom(part(1, 1.5)),
    revision: seldom(part(1, 1.5)),
    timestamp: seldom(part('t')),
  });
}
