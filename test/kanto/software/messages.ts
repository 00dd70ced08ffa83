/** What can be wrong with a message, and operations that nobody does. */
import { operation, quiet, type Scenario } from './scenario.ts';
import type { Command } from './stage.ts';

const scripts = { hello: quiet };

function answered(name: string, value: unknown, changes?: Command): Scenario {
  return {
    name,
    run: async ({ command, heard }) => {
      await command('install', value, { requestId: 'one', ...changes });
      await heard('/res/one/');
    },
  };
}

/** A message that the daemon makes nothing of. */
function unheard(name: string, subject: string, value: unknown, changes?: Command): Scenario {
  return { name, run: ({ command }) => command(subject, value, changes) };
}

/** A message that ends the daemon; it is started again and does its work. */
function deadly(name: string, value: unknown, changes?: Command): Scenario {
  return {
    name,
    requisites: { scripts },
    run: async ({ command, module, died, restart }) => {
      const dead = died();
      await command('install', value, changes);
      await dead;
      await restart();
      await command('install', operation('again', module('hello')));
    },
  };
}

const usual = { 'content-type': 'application/json', 'correlation-id': 'c-1', 'response-required': true };
const removal = { correlationId: 'c', software: [{ group: 'demo', name: 'a', version: '1' }] };
const module = { softwareModule: { name: 'a', version: '1' } };

export const messageScenarios: readonly Scenario[] = [
  answered('an empty list of modules', operation('c')),
  answered('no list of modules', { correlationId: 'c' }),
  answered('no value', null),
  answered('modules that are no list', { correlationId: 'c', softwareModules: {} }),
  answered('a version that is a number', operation('c', { softwareModule: { name: 'a', version: 1 } })),
  answered('a size that is a text', operation('c', { ...module, artifacts: [{ size: '5' }] })),
  answered('a size that is no whole number', operation('c', { ...module, artifacts: [{ size: 1.5 }] })),
  answered('metadata that are no texts', operation('c', { ...module, metadata: { a: 1 } })),
  answered('a forced install that is a text', { ...operation('c'), forced: 'true' }),
  answered('no correlation id of the message', operation('c'), { headers: { 'response-required': true } }),
  answered('another channel', operation('c'), { subject: 'edge/device/things/twin/commands/modify' }),
  unheard('no answer wanted', 'install', operation('c'), {
    headers: { ...usual, 'response-required': false },
  }),
  unheard('no request id', 'install', operation('c', module), { topic: 'command///req//install' }),
  unheard('no name after the request id', 'install', operation('c', module), { topic: 'command///req/r1' }),
  unheard('a name of two levels', 'install', operation('c', module), { topic: 'command///req/r1/a/b' }),
  unheard('a full device id', 'install', operation('c', module), {
    topic: 'command//edge:device/req/r1/install',
  }),
  unheard('another thing', 'install', operation('c', module), {
    subject: 'edge/other/things/live/messages/install',
  }),
  unheard('no Ditto topic', 'install', operation('c', module), { subject: 'install' }),
  unheard('another feature', 'install', operation('c', module), {
    path: '/features/Other/inbox/messages/install',
  }),
  unheard('an outbox', 'install', operation('c', module), {
    path: '/features/SoftwareUpdatable/outbox/messages/install',
  }),
  unheard('remove', 'remove', removal),
  unheard('cancel', 'cancel', operation('c', module)),
  unheard('cancelRemove', 'cancelRemove', removal),
  unheard('an operation that there is none of', 'frobnicate', operation('c', module)),
  {
    name: 'cancel of an install that goes on',
    requisites: { scripts: { hello: { steps: [{ wait: 'go' }] } } },
    run: async ({ command, module, heard, open }) => {
      await command('install', operation('c', module('hello')));
      await heard('INSTALLING');
      await command('cancel', operation('c', module('hello')));
      // What comes after it is answered, so it was read.
      await command('install', operation('empty'), { requestId: 'after' });
      await heard('/res/after/');
      await open('go');
    },
  },
  {
    name: 'a second install of the same while the first goes on',
    requisites: { scripts: { hello: { steps: [{ wait: 'go' }] } } },
    run: async ({ command, module, heard, open }) => {
      await command('install', operation('c', module('hello')), { requestId: 'first' });
      await heard('INSTALLING');
      await command('install', operation('c', module('hello')), { requestId: 'second' });
      await heard('/res/second/');
      await open('go');
    },
  },
  deadly('no topic', operation('c'), { subject: null }),
  deadly('no headers', operation('c'), { headers: null }),
  deadly('a wanted answer that is a text', operation('c'), {
    headers: { ...usual, 'response-required': 'true' },
  }),
  deadly('a correlation id that is a number', operation('c'), { headers: { ...usual, 'correlation-id': 5 } }),
  deadly('a correlation id that is a number, of a message without an answer', operation('c'), {
    headers: { 'correlation-id': 5 },
  }),
  deadly('a module that is null', { correlationId: 'c', softwareModules: [null] }),
  deadly('a module without its name', operation('c', { artifacts: [] })),
  deadly('an artifact that is null', operation('c', { ...module, artifacts: [null] })),
];
