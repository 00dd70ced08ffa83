import { describe, expect, it } from 'vitest';
import { actionMessages } from '../../../client/src/simulator/containers/compare.ts';
import type { JsonValue } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { type Exchange, readRecording, recordingFiles } from '../simulator/recordings.ts';

/** What no inventory tells, or the recording does not hold. */
const untold: ReadonlyMap<string, string> = new Map([
  ['known + unknown domain', 'an exchange before it, which changed the device, is not kept'],
  ['create sys1(system), app1 -> sys1 skipped as system container', 'the device protects sys1 by itself'],
  [
    'systemContainers default again (no key), empty components: app1 removed, sys1 kept',
    'the device protects sys1 by itself',
  ],
  ['concurrency: second apply sent while the first runs', 'two messages in one'],
]);

const words: Readonly<Record<string, string>> = { check: 'keep', recreate: 'replace' };
const actionOf = new Map(
  Object.entries(actionMessages).map(([action, message]) => [message, words[action] ?? action]),
);
const id = /:[0-9a-f]{8}-[0-9a-f-]{27}(?= create)/;

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (it, name) => (typeof it === 'object' && it !== null ? Reflect.get(it, name) : undefined),
    value,
  );
}

/** The state that the device told last in an exchange. */
function stateAfter({ received }: Exchange): JsonValue | undefined {
  const told = received.findLast(
    ({ payload }) => at(payload, 'path') === '/features/UpdateManager/properties',
  );
  if (told === undefined) return undefined;
  const state: JsonValue = JSON.parse(JSON.stringify(told.payload));
  return state;
}

/** What the containers agent said that it would do; undefined where it was not asked. */
function done({ received }: Exchange): string[] | undefined {
  const said = received.find(
    ({ topic, payload }) =>
      topic === 'containersupdate/desiredstatefeedback' && at(payload, 'payload', 'status') === 'IDENTIFIED',
  );
  if (said === undefined) return undefined;
  const actions = at(said.payload, 'payload', 'actions');
  return (
    (Array.isArray(actions) ? actions : [])
      .map((action) => `${at(action, 'component', 'id')} ${actionOf.get(String(at(action, 'message')))}`)
      // A container without a name of its own is named by a new id.
      .map((row) => row.replace(id, ':'))
      .sort()
  );
}

interface Recorded {
  readonly exchange: Exchange;
  readonly before: JsonValue;
  readonly actions: readonly string[];
}

function recorded(): Recorded[] {
  return recordingFiles.flatMap((file) => {
    let before: JsonValue | undefined;
    return readRecording(file).flatMap((exchange) => {
      const known = before;
      const actions = done(exchange);
      before = stateAfter(exchange) ?? before;
      return known !== undefined && actions !== undefined ? [{ exchange, before: known, actions }] : [];
    });
  });
}

describe('the plan of a recorded apply is what the real daemons then said that they do', () => {
  const service = createLanguageService();
  const cases = recorded().filter(({ exchange }) => !untold.has(exchange.scenario));

  it('in as many recordings as are worth it', () => {
    expect(cases.length).toBeGreaterThan(25);
  });

  it.each(cases.map((one) => [one.exchange.scenario, one] as const))(
    '%s',
    (_, { exchange, before, actions }) => {
      const text = JSON.stringify(exchange.send.payload);
      const answer = service.plan({ text, format: 'json', inventory: before });
      if ('refusal' in answer) throw new Error(answer.refusal.message);
      const rows = answer.plan.actions.filter(({ action }) => action !== 'protected' && action !== 'ignored');
      expect(rows.map(({ component, action }) => `${component} ${action}`).sort()).toEqual(actions);
    },
  );
});
