import { t } from '@vscode/l10n';
import { containersThingSuffix } from '../../agents/softwareUpdatable.ts';
import type { Manifest } from '../../manifest/model.ts';
import { asString } from '../../text/tree.ts';

/**
 * Which daemon gets the message: update-manager and the generic software-update daemon act for the device itself
 * (`root`), SoftwareUpdatable of container management for the thing `<device>:edge:containers`.
 */
export type Daemon = 'update-manager' | 'containers' | 'software-update';

export interface Topic {
  readonly namespace: string;
  readonly name: string;
  readonly channel: string;
  /** What stands behind the channel, `messages/apply` say. */
  readonly rest: string;
}

/** The topic's parts (Eclipse Ditto protocol, topic of a thing); undefined where the device cannot read it. */
export function parseTopic(text: string): Topic | undefined {
  const match = /^([^/]+)\/([^/]+)\/things\/([^/]+)\/([^/]+(?:\/[^/].*)?)$/.exec(text);
  const [, namespace, name, channel, rest] = match ?? [];
  return namespace !== undefined && name !== undefined && channel !== undefined && rest !== undefined
    ? { namespace, name, channel, rest }
    : undefined;
}

/**
 * The daemon that a request is for: by its operation, and for SoftwareUpdatable by the thing in the topic. Without a
 * topic (values alone, lists) it is the chosen one, else the containers' one, which is the documented one; `download`
 * exists elsewhere only.
 */
export function daemonOf({ kind, envelope }: Manifest): Daemon {
  if (updateManagers.includes(kind.operation)) return 'update-manager';
  const topic = asString(envelope?.topic?.value);
  if (topic === undefined) {
    const isRoot = kind.target ? kind.target === 'root' : kind.operation === 'download';
    return isRoot ? 'software-update' : 'containers';
  }
  const name = parseTopic(topic)?.name;
  // Of a topic that cannot be read the stricter daemon is taken.
  const containers =
    name === undefined ? kind.operation !== 'download' : name.endsWith(containersThingSuffix);
  return containers ? 'containers' : 'software-update';
}

/** The daemon that a request is for, where something tells; of values alone and lists only a choice or `download` does. */
export function knownDaemonOf(manifest: Manifest): Daemon | undefined {
  const { kind, envelope } = manifest;
  return envelope || kind.target || kind.operation === 'download' ? daemonOf(manifest) : undefined;
}

/**
 * What becomes of a message that cannot be decoded. Container management dies of it while it answers
 * (container-management: things/client/client_handler_utils.go, isOneWayCommand).
 */
export function unreadable(manifest: Manifest): { readonly outcome: string; readonly crash: boolean } {
  return daemonOf(manifest) === 'containers'
    ? {
        outcome: t('Container management on the device cannot read the message and crashes of it.'),
        crash: true,
      }
    : { outcome: t('The device cannot read the message and gives no answer.'), crash: false };
}

const updateManagers: readonly (string | undefined)[] = ['apply', 'refresh', 'consent'];

/** The name of the daemon in a sentence. */
export const daemonName = (): Readonly<Record<Daemon, string>> => ({
  'update-manager': 'update-manager',
  containers: t('container management'),
  'software-update': t('the software-update daemon'),
});

/** The feature that an operation belongs to. */
export function featureOf(operation: string | undefined): string {
  return updateManagers.includes(operation) ? 'UpdateManager' : 'SoftwareUpdatable';
}
