/** Whole pieces of a manifest: components, domains, baselines, modules, and the contents of each operation. */
import type { Form, Operation } from '../../messages.ts';
import {
  guardedText,
  inlineObject,
  list,
  literal,
  object,
  openList,
  type Shape,
  text,
} from '../../text/shape.ts';
import { isStep } from '../place.ts';
import type { Fresh } from './ask.ts';

/** `version` is text to the device: quoted, since it may look like a number. */
export function component(id?: string): Shape {
  const image = inlineObject(
    ['key', literal('image')],
    ['value', text({ placeholder: 'docker.io/library/influxdb:2.7.1' })],
  );
  return object(
    ['id', id === undefined ? text({ placeholder: 'influxdb' }) : literal(id)],
    ['version', guardedText({ placeholder: '2.7.1' })],
    ['config', list(image)],
  );
}

/** A container with the settings that most of them have. */
export function fullComponent(): Shape {
  const entry = (key: string, placeholder: string) =>
    inlineObject(['key', literal(key)], ['value', text({ placeholder })]);
  return object(
    ['id', text({ placeholder: 'influxdb' })],
    ['version', guardedText({ placeholder: '2.7.1' })],
    [
      'config',
      list(
        entry('image', 'docker.io/library/influxdb:2.7.1'),
        entry('port', '8086:8086'),
        entry('env', 'INFLUXD_LOG_LEVEL=info'),
        entry('mount', '/var/lib/influxdb:/var/lib/influxdb2'),
        entry('memory', '512M'),
        inlineObject(
          ['key', literal('restartPolicy')],
          ['value', { is: 'text', parts: [{ choices: ['unless-stopped', 'always', 'on-failure', 'no'] }] }],
        ),
      ),
    ],
  );
}

/** The one component that the self-update agent takes (Leda self-update agent, MqttMessagingProtocolJSON.cpp). */
export function osImage(): Shape {
  const bundle = inlineObject(
    ['key', literal('image')],
    ['value', text({ placeholder: 'https://example.com/image.raucb' })],
  );
  return object(
    ['id', literal('os-image')],
    ['version', guardedText({ placeholder: '1.0.0' })],
    ['config', list(bundle)],
  );
}

export function otherComponent(): Shape {
  return object(['id', text({})], ['version', guardedText()]);
}

export function domain(id: string | undefined): Shape {
  if (id === undefined) return object(['id', text({})], ['components', openList]);
  const content = id === 'self-update' ? osImage() : id === 'containers' ? component() : otherComponent();
  return object(['id', literal(id)], ['components', list(content)]);
}

export function baseline(reference: string | undefined): Shape {
  const first = text({ placeholder: reference ?? 'containers:influxdb' });
  return object(['title', text({ placeholder: 'baseline' })], ['components', list(first)]);
}

export function artifact(): Shape {
  return object(
    ['filename', text({ placeholder: 'influxdb.json' })],
    [
      'download',
      object(['HTTPS', object(['url', text({ placeholder: 'https://example.com/influxdb.json' })])]),
    ],
    ['checksums', object(['SHA256', guardedText()])],
    ['size', { is: 'bare', stop: { placeholder: '0' } }],
  );
}

function moduleName(): Shape {
  return object(
    ['name', text({ placeholder: 'influxdb' })],
    ['version', guardedText({ placeholder: '1.8.4' })],
  );
}

/** Keys whose value is useless in part: they come with all of it. */
export function wholePiece(path: readonly (string | number)[]): Shape | undefined {
  if (isStep(path.at(-2), 'download')) return object(['url', text({})]);
  return isStep(path.at(-1), 'softwareModule') ? moduleName() : undefined;
}

export function softwareModule(): Shape {
  return object(['softwareModule', moduleName()], ['artifacts', list(artifact())]);
}

export function software(): Shape {
  return object(['name', text({})], ['version', guardedText()]);
}

/** What an operation is about; for a refresh there is no bare form, and its value is given. */
export function contentOf(operation: Operation, form: Exclude<Form, 'envelope'>, fresh: Fresh): Shape {
  const activity = ['activityId', text({ placeholder: fresh.id() })] as const;
  const correlation = ['correlationId', text({ placeholder: fresh.id() })] as const;
  switch (operation) {
    case 'apply': {
      const state = object(['domains', list(domain('containers'))]);
      return form === 'bare' ? state : object(activity, ['desiredState', state]);
    }
    case 'refresh':
      return object(activity);
    case 'install':
    case 'download': {
      const modules = list(softwareModule());
      return form === 'bare' ? modules : object(correlation, ['softwareModules', modules]);
    }
    case 'remove': {
      const removed = list(software());
      return form === 'bare' ? removed : object(correlation, ['software', removed]);
    }
  }
}
