import { t } from '@vscode/l10n';
import { supportedOperations } from '../../agents/softwareUpdatable.ts';
import { asString } from '../../text/tree.ts';
import { inMessage } from '../exampleTexts.ts';
import { obvious, write } from '../fixes.ts';
import type { ManifestRule } from '../rule.ts';
import { quote } from '../support.ts';
import { daemonOf, featureOf } from './target.ts';

export const pathUnknown: ManifestRule = {
  id: 'path-unknown',
  scope: 'manifest',
  severity: 'error',
  summary: 'The path names the feature and the operation to the letter; to any other there is no answer.',
  *check(manifest) {
    const { kind, envelope } = manifest;
    const node = envelope?.path?.value;
    const path = asString(node);
    if (!node || !path || !kind.operation || kind.role !== 'request') return;
    const feature = featureOf(kind.operation);
    const daemon = daemonOf(manifest);
    const operations: readonly string[] =
      daemon === 'update-manager'
        ? ['apply', 'refresh', 'consent']
        : supportedOperations[daemon === 'containers' ? 'containers' : 'root'];
    const known = operations.map((operation) => `/features/${feature}/inbox/messages/${operation}`);
    // An operation that the thing has not is told at the topic.
    if (known.includes(path) || path === `/features/${feature}/inbox/messages/${kind.operation}`) return;
    // The software-update daemon can be given another feature id.
    const renamed =
      daemon === 'software-update' && /^\/features\/[^/]+\/inbox\/messages\/(install|download)$/.test(path);
    const calledOff = /^\/features\/[^/]+\/inbox\/messages\/(cancel(?:Remove)?)$/i.exec(path)?.[1];
    if (calledOff !== undefined && feature === 'SoftwareUpdatable') {
      yield {
        at: node,
        message: t(
          'No daemon of Kanto does {0}: what goes on cannot be called off. {1}',
          quote(calledOff),
          outcome(daemon, path),
        ),
      };
      return;
    }
    yield {
      at: node,
      message: t(
        '{0} is no path of an operation{1}; {2} is wanted. {3}',
        quote(path),
        path.endsWith('/') ? t(': remove the `/` at the end') : '',
        quote(`/features/${feature}/inbox/messages/${kind.operation}`),
        outcome(daemon, path),
      ),
      ...(renamed && { severity: 'warning' }),
      fixes: () => [obvious(write(node, `/features/${feature}/inbox/messages/${kind.operation}`))],
    };
  },
  examples: [
    {
      text: inMessage('apply', { path: '«/features/UpdateManager/inbox/messages/apply/»' }),
      fixed: inMessage('apply'),
      says: 'remove the `/` at the end',
    },
    {
      text: inMessage('install', { path: '«/features/Foo/inbox/messages/install»' }),
      says: 'feature [Foo] not found',
    },
    {
      text: inMessage('install', { path: '«/features/SoftwareUpdatable/inbox/messages/cancel»' }),
      says: 'cannot be called off',
    },
  ],
};

function outcome(daemon: string, path: string): string {
  if (daemon !== 'containers') return t('The device gives no answer.');
  const [, feature, operation] = /^\/features\/([^/]+)\/inbox\/messages\/([^/]+)$/.exec(path) ?? [];
  if (feature !== undefined && feature !== 'SoftwareUpdatable')
    return t('The device answers 400: "feature [{0}] not found".', feature);
  return operation === undefined
    ? t('The device refuses it.')
    : t('The device answers 404: "unsupported operation called [operationId = {0}]".', operation);
}
