/** For an empty document: each operation in each form that it has. */
import { t } from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Form, Operation } from '../../messages.ts';
import { literal, object, type Shape } from '../../text/shape.ts';
import { pathOf } from '../messageAddress.ts';
import type { Ask } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { contentOf } from './content.ts';
import { headers, knownDevice, topicShape } from './messageParts.ts';

interface Skeleton {
  readonly operation: Operation;
  readonly form: Form;
  readonly label: string;
  readonly detail: string;
}

const skeletons = (): readonly Skeleton[] => [
  {
    operation: 'apply',
    form: 'bare',
    label: t('Apply: desired state'),
    detail: t('domains and their components'),
  },
  {
    operation: 'apply',
    form: 'value',
    label: t('Apply: message value'),
    detail: t('activityId and desiredState'),
  },
  {
    operation: 'apply',
    form: 'envelope',
    label: t('Apply: whole message'),
    detail: t('topic, headers, path, value'),
  },
  { operation: 'refresh', form: 'value', label: t('Refresh: message value'), detail: 'activityId' },
  {
    operation: 'refresh',
    form: 'envelope',
    label: t('Refresh: whole message'),
    detail: t('topic, headers, path, value'),
  },
  {
    operation: 'install',
    form: 'bare',
    label: t('Install: software modules'),
    detail: t('a list of modules'),
  },
  {
    operation: 'install',
    form: 'value',
    label: t('Install: message value'),
    detail: t('correlationId and softwareModules'),
  },
  {
    operation: 'install',
    form: 'envelope',
    label: t('Install: whole message'),
    detail: t('topic, headers, path, value'),
  },
  {
    operation: 'remove',
    form: 'bare',
    label: t('Remove: software'),
    detail: t('a list of installed software'),
  },
  {
    operation: 'remove',
    form: 'value',
    label: t('Remove: message value'),
    detail: t('correlationId and software'),
  },
  {
    operation: 'remove',
    form: 'envelope',
    label: t('Remove: whole message'),
    detail: t('topic, headers, path, value'),
  },
  {
    operation: 'download',
    form: 'envelope',
    label: t('Download: whole message'),
    detail: t('topic, headers, path, value'),
  },
];

const formTexts = (): Readonly<Record<Form, string>> => ({
  bare: t('Only the content. Ids, topic and headers are made when it is sent.'),
  value: t('The `value` of the message. Topic and headers are made when it is sent.'),
  local: t('A message between update-manager and its agents, on the device itself.'),
  envelope: t('The whole message of the Eclipse Ditto protocol, as it is published.'),
});

export function documentSkeletons(ask: Ask): Candidate[] {
  const [likeliest] = ask.kinds;
  return skeletons().map(({ operation, form, label, detail }, index) => ({
    label,
    kind: CompletionItemKind.Snippet,
    detail,
    documentation: formTexts()[form],
    // What the file's name promises comes first.
    rank: likeliest?.operation === operation && likeliest.form === form ? ranks.best : ranks.skeleton + index,
    insert: { as: 'value', shape: skeletonShape(ask, operation, form) },
    search: `kanto-${operation}`,
  }));
}

function skeletonShape(ask: Ask, operation: Operation, form: Form): Shape {
  if (form !== 'envelope') return contentOf(operation, form, ask.fresh);
  return object(
    ['topic', topicShape(operation, knownDevice(ask))],
    ['headers', headers(ask.fresh)],
    ['path', literal(pathOf(operation, 'inbox'))],
    ['value', contentOf(operation, 'value', ask.fresh)],
  );
}
