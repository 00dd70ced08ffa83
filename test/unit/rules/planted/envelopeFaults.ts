/** Faults of the message around a command. */
import { type Fault, fault } from './planting.ts';
import { at, drop, rename, repeat, type Tree, write } from './tree.ts';

const headers = (message: Tree) => at(message, 'headers');

/** `own`: the thing that the command is for. */
export function envelopeFaults(own: string): readonly Fault[] {
  const set = (rule: string, name: string, ...values: readonly unknown[]) =>
    values.map((value) => fault(rule, (it) => write(it, name, value)));
  const setHeader = (rule: string, name: string, ...values: readonly unknown[]) =>
    values.map((value) => fault(rule, (it) => write(headers(it), name, value)));
  return [
    ...setHeader('content-type', 'content-type', 'text/plain', ' application/json'),
    ...setHeader('correlation-id', 'correlation-id', ''),
    fault('correlation-id', (it) => drop(headers(it), 'correlation-id')),
    fault('header-name', (it) => rename(headers(it), 'response-required', 'Response-Required')),
    ...setHeader('header-type', 'response-required', 'true', 1),
    ...setHeader('header-type', 'correlation-id', 5),
    ...set('headers-missing', 'headers', null),
    fault('headers-missing', (it) => drop(it, 'headers')),
    ...set('message-field-type', 'revision', 'new', 1.5),
    ...set('message-field-type', 'timestamp', 5),
    ...set('path-missing', 'path', null, ''),
    fault('path-missing', (it) => drop(it, 'path')),
    ...set('path-unknown', 'path', '/features/Foo/inbox/messages/x'),
    fault('path-unknown', (it) => write(it, 'path', `${String(it['path'])}/`)),
    ...setHeader('response-not-required', 'response-required', false, null),
    fault('response-not-required', (it) => drop(headers(it), 'response-required')),
    ...set('topic-malformed', 'topic', 'edge/device'),
    ...set('topic-missing', 'topic', null, ''),
    fault('topic-missing', (it) => drop(it, 'topic')),
    ...set('topic-unusual', 'topic', `${own}/things/twin/commands/modify`),
    ...set('wrong-type', 'topic', 5),
    ...set('wrong-type', 'path', []),
    fault('unknown-field', (it) => write(it, 'valeu', {})),
    fault('key-letter-case', (it) => rename(it, 'value', 'Value')),
    fault('key-repeated', (it) => repeat(it, 'path', it['path'])),
    fault('key-ambiguous', (it) => write(it, 'Topic', it['topic'])),
  ];
}

/** Where only one of two things has the operation. */
export function topicThing(own: string, strange: string): Fault {
  return fault('topic-thing', (it) => write(it, 'topic', String(it['topic']).replace(own, strange)));
}
