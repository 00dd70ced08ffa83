/** Topic and path of an envelope: how they are made, and what they say (Eclipse Ditto protocol). */
import { t } from '@vscode/l10n';
import type { ManifestKind, RequestName } from '../messages.ts';
import type { TextPart } from '../schema/schemas.ts';
import type { Path } from '../text/tree.ts';
import { code } from './markdown.ts';
import { isStep } from './place.ts';

export interface Thing {
  readonly namespace: string;
  readonly name: string;
}

/** The feature of the device that takes an operation. */
export function featureOf(operation: RequestName): 'UpdateManager' | 'SoftwareUpdatable' {
  return ['apply', 'refresh', 'consent'].includes(operation) ? 'UpdateManager' : 'SoftwareUpdatable';
}

/** What is appended to the device's name: the containers' SoftwareUpdatable is a thing of its own. */
const containersThing = ':edge:containers';

/** The name of the thing that takes an operation: of the device itself, or of its containers. */
export function thingName(operation: RequestName, device: string): string {
  return operation === 'install' || operation === 'remove' ? `${device}${containersThing}` : device;
}

export function topicOf(operation: RequestName, thing: Thing): string {
  return `${thing.namespace}/${thingName(operation, thing.name)}/things/live/messages/${operation}`;
}

export function pathOf(operation: RequestName, box: 'inbox' | 'outbox'): string {
  return `/features/${featureOf(operation)}/${box}/messages/${operation}`;
}

/** The device that a topic names, without the suffix of its containers. Undefined where the topic has another form. */
export function deviceOf(topic: string): Thing | undefined {
  const match = /^([^/\s]+)\/([^/\s]+)\/things\//.exec(topic);
  const [, namespace, name] = match ?? [];
  if (namespace === undefined || name === undefined) return undefined;
  return { namespace, name: name.endsWith(containersThing) ? name.slice(0, -containersThing.length) : name };
}

const meanings = (): Readonly<Record<RequestName, string>> => ({
  apply: t('Tells the device its desired state.'),
  refresh: t('Asks the device to report its current state.'),
  consent: t('Answers the device, which asks its owner whether an update may go on.'),
  install: t('Installs software modules.'),
  remove: t('Removes installed software.'),
  download: t(
    'Downloads software modules without installing them; only the generic software-update daemon does.',
  ),
});

/** What a topic is made of. */
export const topicForm = (): readonly TextPart[] => [
  {
    label: '<namespace>',
    description: t('The front part of the device id: of `edge:device` it is `edge`.'),
  },
  {
    label: '/<name>',
    description: t(
      'The rest of the device id: of `edge:device` it is `device`. Its containers are a thing of their own: for `install` and `remove` it is `device:edge:containers`.',
    ),
  },
  { label: '/things', description: t('Always `things`.') },
  { label: '/live', description: t('Always `live`: a message, not a change of the twin.') },
  { label: '/messages', description: t('Always `messages`.') },
  {
    label: '/<operation>',
    description: t(
      '`apply`, `refresh`, `install`, `remove` or `download`; the same as at the end of `path`.',
    ),
  },
];

/** What a path is made of. */
export const pathForm = (): readonly TextPart[] => [
  { label: '/features', description: t('Always `features`.') },
  {
    label: '/<feature>',
    description: t(
      '`UpdateManager` for `apply` and `refresh`, `SoftwareUpdatable` for `install`, `remove` and `download`.',
    ),
  },
  { label: '/inbox', description: t('`inbox` of a command; `outbox` of what the device sends.') },
  { label: '/messages', description: t('Always `messages`.') },
  { label: '/<operation>', description: t('`apply`, `refresh`, `install`, `remove` or `download`.') },
];

/** What the value of `topic` or `path` says; undefined for every other place and for unreadable values. */
export function messageText(path: Path, kind: ManifestKind, value: string): string | undefined {
  if (kind.form !== 'envelope' || kind.operation === undefined || path.length !== 1) return undefined;
  if (isStep(path[0], 'topic')) {
    const device = deviceOf(value);
    if (device === undefined) return undefined;
    const containers = value.includes(`${containersThing}/`) ? t(', its containers') : '';
    return [
      t(
        '**Topic**: {0} for the device {1}{2}',
        code(kind.operation),
        code(`${device.namespace}:${device.name}`),
        containers,
      ),
      meanings()[kind.operation],
      t('Form: `<namespace>/<name>/things/live/messages/<operation>`'),
    ].join('\n\n');
  }
  if (!isStep(path[0], 'path')) return undefined;
  const match = /^\/features\/([^/]+)\/(inbox|outbox)\/messages\/([^/]+)$/.exec(value);
  if (match === null) return undefined;
  const [, feature = '', box, subject = ''] = match;
  const way =
    box === 'inbox' ? t('to the feature {0}', code(feature)) : t('from the feature {0}', code(feature));
  return [t('**Path**: {0} {1} of the device', code(subject), way), meanings()[kind.operation]].join('\n\n');
}
