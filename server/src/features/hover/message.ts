/** The frame of a message: what topic, path, headers and times say. */
import { t } from '@vscode/l10n';
import { containersThingSuffix } from '../../agents/softwareUpdatable.ts';
import { asObject, asScalar, asText, field } from '../../text/tree.ts';
import { code } from '../markdown.ts';
import { deviceOf, featureOf, messageText } from '../messageAddress.ts';
import { isStep } from '../place.ts';
import { type About, paragraphs } from './about.ts';

/** What the value of a part of the frame says; undefined for every other place. */
export function frameText(about: About, value: string): string | undefined {
  const { path, kind } = about;
  const text = messageText(path, kind, value);
  if (text === undefined) return undefined;
  return isStep(path[0], 'topic') ? paragraphs(text, listenerText(about, value)) : text;
}

/** What there is to say of a header or a time beside the words of the schema. */
export function framePartText({ node, kind, path }: About, value: string): string | undefined {
  const name = path.at(-1);
  if (isStep(name, 'timestamp') && path.length <= 2) return timeText(value);
  if (kind.form !== 'envelope' || kind.role !== 'request') return undefined;
  if (path.length !== 2 || !isStep(path[0], 'headers') || typeof name !== 'string') return undefined;
  const required = asScalar(
    field(asObject(field(asObject(node), 'headers')?.value), 'response-required')?.value,
  );
  switch (name) {
    case 'response-required':
      return value === 'true' && required?.type === 'boolean'
        ? t('The device answers whether it could read the command. `204` says no more than that.')
        : value === 'false'
          ? t('The command runs, but the device does not answer.')
          : undefined;
    case 'correlation-id':
      return t('The device answers with {0}, so that the answer is found among others.', code(value));
    default:
      return undefined;
  }
}

/** The daemon that gets the message, and where on the device's own broker it listens (suite-connector: routing). */
function listenerText({ node, kind }: About, topic: string): string | undefined {
  const device = deviceOf(topic);
  const { operation } = kind;
  if (device === undefined || operation === undefined || kind.role !== 'request') return undefined;
  const containers = topic.includes(`${containersThingSuffix}/`);
  const id = `${device.namespace}:${device.name}`;
  const on = (daemon: string, address: string) =>
    t('On the device {0} gets it, by the MQTT topic {1} of the local broker.', daemon, code(address));
  const isOneWay =
    asText(field(asObject(field(asObject(node), 'headers')?.value), 'response-required')?.value) !== 'true';
  const requestId = isOneWay ? t('<any id>') : t('<request id>');
  if (featureOf(operation) === 'UpdateManager')
    return containers
      ? t('**The containers have no UpdateManager**: it is a feature of the device itself.')
      : on('update-manager', `command///req/${requestId}/${operation}`);
  return containers
    ? on(t('container management'), `command//${id}${containersThingSuffix}/req/${requestId}/${operation}`)
    : on(t('the software-update daemon'), `command///req/${requestId}/${operation}`);
}

function timeText(value: string): string | undefined {
  const time = Number(value);
  if (!Number.isSafeInteger(time) || time <= 0 || time > 8.64e15) return undefined;
  const iso = new Date(time).toISOString().replace('T', ' ').replace('.000Z', ' UTC').replace('Z', ' UTC');
  // Seconds instead of milliseconds give a day in January 1970.
  return time < 1e11 ? t('{0}: milliseconds are wanted, and these may be seconds.', iso) : iso;
}
