/** Commands for update-manager by chance: valid ones, and such with a few faults. */
import type { JsonValue, Operation } from '../../server/src/messages.ts';
import { applyValue, desiredStateValue, refreshValue } from '../unit/rules/generated/desiredState.ts';
import { message } from '../unit/rules/generated/envelope.ts';
import type { Json } from '../unit/rules/generated/json.ts';
import type { Said } from './reactions.ts';
import { directCommand, thingsCommand } from './updateManagerReactions.ts';

/** Messages of each kind. */
export const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 150);

export interface Kind {
  readonly name: string;
  readonly mode: 'things' | 'direct';
  readonly operation: Operation;
  readonly made: Json;
  /** The message that is made of the text. */
  readonly sent: (text: string, content: JsonValue) => Said;
  /** Where the desired state stands in the text. */
  readonly state?: readonly string[];
}

const device = { thing: 'edge/device', feature: 'UpdateManager' };
const parsed = (value: Json) => value.map((text): unknown => JSON.parse(text));

export const kinds: readonly Kind[] = [
  {
    name: 'a desired state',
    mode: 'things',
    operation: 'apply',
    made: desiredStateValue,
    sent: (text) => thingsCommand('apply', `{"activityId":"a","desiredState":${text}}`),
    state: [],
  },
  {
    name: 'a desired state in direct mode',
    mode: 'direct',
    operation: 'apply',
    made: desiredStateValue,
    // As it is sent: of keys that are equal, the last. A text that somebody else sends is decoded with all of them.
    sent: (_, content) => directCommand(JSON.stringify(content)),
    state: [],
  },
  {
    name: 'the value of an apply',
    mode: 'things',
    operation: 'apply',
    made: applyValue,
    sent: (text) => thingsCommand('apply', text),
    state: ['desiredState'],
  },
  {
    name: 'the value of a refresh',
    mode: 'things',
    operation: 'refresh',
    made: refreshValue,
    sent: (text) => thingsCommand('refresh', text),
  },
  {
    name: 'the message of an apply',
    mode: 'things',
    operation: 'apply',
    made: message({ ...device, operation: 'apply', value: parsed(applyValue) }).map((it) =>
      JSON.stringify(it),
    ),
    sent: (text) => ({ topic: 'command///req/r/x', text }),
    state: ['value', 'desiredState'],
  },
  {
    name: 'the message of a refresh',
    mode: 'things',
    operation: 'refresh',
    made: message({ ...device, operation: 'refresh', value: parsed(refreshValue) }).map((it) =>
      JSON.stringify(it),
    ),
    sent: (text) => ({ topic: 'command///req/r/x', text }),
  },
];

/** Operations that it was not asked to wait for, or does not have. */
export const strangers: readonly Pick<Kind, 'name' | 'mode' | 'made' | 'sent'>[] = [
  'consent',
  'rollback',
  'feedback',
].map((operation) => ({
  name: `an unasked ${operation}`,
  mode: 'things',
  made: message({ ...device, operation, value: parsed(refreshValue) }).map((it) => JSON.stringify(it)),
  sent: (text) => ({ topic: 'command///req/r/x', text }),
}));
