/** The parts of a message around its content: ids, headers, topic and path, filled in from what the document tells. */
import { type Operation, operations } from '../../messages.ts';
import { literal, object, openObject, type Shape, text } from '../../text/shape.ts';
import { asObject, asString, field } from '../../text/tree.ts';
import { deviceOf, featureOf, pathOf, type Thing, thingName, topicOf } from '../messageAddress.ts';
import { isStep } from '../place.ts';
import { type Ask, entryOf, type Fresh, operationIn } from './ask.ts';
import { contentOf } from './content.ts';

/** What a key of the message's frame begins with; undefined for keys of its content. */
export function messagePart(ask: Ask, path: readonly (string | number)[]): Shape | undefined {
  const name = path.at(-1);
  const envelope = ask.kinds.some((kind) => kind.form === 'envelope' && kind.role === 'request');
  const inContent = envelope && isStep(path[0], 'value') ? path.slice(1) : path;
  if (inContent.length === 1 && (isStep(name, 'activityId') || isStep(name, 'correlationId')))
    return text({ placeholder: ask.fresh.id() });
  if (inContent.length === 1 && isStep(name, 'timestamp'))
    return { is: 'bare', stop: { placeholder: String(ask.fresh.time()) } };
  if (!envelope) return undefined;
  if (path.length === 2 && isStep(path[0], 'headers')) return headerValue(String(name), ask.fresh);
  if (path.length !== 1) return undefined;
  if (isStep(name, 'headers')) return headers(ask.fresh);
  const [operation, ...others] = knownOperations(ask);
  const isKnown = operation !== undefined && others.length === 0;
  if (isStep(name, 'topic')) return isKnown ? topicShape(operation, knownDevice(ask)) : text({});
  if (isStep(name, 'path')) return isKnown ? literal(pathOf(operation, 'inbox')) : text({});
  if (isStep(name, 'value')) return isKnown ? contentOf(operation, 'value', ask.fresh) : openObject;
  return undefined;
}

/** What a request of ours says in its headers (Eclipse Ditto protocol). */
function headerValue(name: string, fresh: Fresh): Shape | undefined {
  switch (name.toLowerCase()) {
    case 'response-required':
      return literal(true);
    case 'content-type':
      return literal('application/json');
    case 'correlation-id':
      return text({ placeholder: fresh.id() });
    default:
      return undefined;
  }
}

export function headers(fresh: Fresh): Shape {
  const names = ['response-required', 'content-type', 'correlation-id'];
  return object(...names.map((name) => [name, headerValue(name, fresh) ?? text({})] as const));
}

/** With stops at namespace and name where the device is not known. */
export function topicShape(operation: Operation, device: Thing | undefined): Shape {
  if (device !== undefined) return literal(topicOf(operation, device));
  const suffix = thingName(operation, '');
  return text(
    { placeholder: 'edge' },
    '/',
    { placeholder: 'device' },
    `${suffix}/things/live/messages/${operation}`,
  );
}

/** The operations that the message may have, the likeliest first. */
export function knownOperations(ask: Ask): Operation[] {
  const told = operationIn(ask.cursor.levels[0]);
  if (told !== undefined) return [told];
  const possible = ask.kinds
    .map((kind) => kind.operation)
    .filter((it) => it !== undefined)
    .filter((it) => it !== 'consent');
  // One that is being changed is no witness of what it shall become; the feature in the path may still be.
  const feature = /^\/features\/(\w+)/.exec(entryOf(ask.cursor.levels[0], 'path') ?? '')?.[1];
  const all = [...new Set([...possible, ...operations])];
  return all.filter(
    (operation) =>
      possible.includes(operation) && (feature === undefined || featureOf(operation) === feature),
  );
}

/** The device that this or another document of the text speaks to. */
export function knownDevice({ document, cursor }: Ask): Thing | undefined {
  const own = deviceOf(entryOf(cursor.levels[0], 'topic') ?? '') ?? deviceOf(cursor.typed);
  if (own !== undefined) return own;
  for (const { node } of document.roots) {
    const topic = asString(field(asObject(node), 'topic')?.value);
    const device = topic === undefined ? undefined : deviceOf(topic);
    if (device !== undefined) return device;
  }
  return undefined;
}
