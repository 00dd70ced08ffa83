/**
 * The adapters of an Eclipse Hono, above all MQTT's. It looks like a broker and is none: devices connect to it,
 * applications do not (Hono, user guide of the MQTT adapter: "not a general purpose MQTT broker").
 */
import { t } from '@vscode/l10n';
import { type Fault, fault } from '../errors.ts';
import type { BrokerUrl } from './url.ts';

/** Eclipse's public Hono: adapters and messaging network share its name (Hono, "Sandbox"). */
const sandbox = 'hono.eclipseprojects.io';
/** The usual port of AMQP over TLS, and so the one of an address that names none. */
const amqpAdapterPort = 5671;

/** `who`: the subject of the sentence. */
export function honoAdapterFault(who: string, advice?: string): Fault {
  return fault(
    'hono-adapter',
    t(
      '{0} is the MQTT adapter of an Eclipse Hono, and commands cannot be published there: it is for devices, takes what is published below command/ for the answer of a device, and lets nobody hear the answers of others.',
      who,
    ),
    advice,
  );
}

/** The advice beside another where it looks like such an adapter, but cannot be told. */
export const ifHonoAdapter = () =>
  t(
    'If it is the MQTT adapter of an Eclipse Hono, commands cannot be published there: connect to the messaging network of that Hono (amqps://), or to the broker on the gateway itself.',
  );

/** The fault of an address that is known to be an adapter, MQTT's or AMQP's; undefined where nothing is known of it. */
export function knownHonoAdapter({ protocol, host, port }: BrokerUrl): Fault | undefined {
  if (host.toLowerCase() !== sandbox) return undefined;
  const instead = t(
    'Write amqps://{0}:15671, which is its messaging network, and the tenant of your devices.',
    sandbox,
  );
  if (protocol === 'mqtt') {
    const orGateway = t('Or connect to the broker on the gateway itself, where its daemons listen.');
    return honoAdapterFault(`${sandbox}:${port}`, `${instead} ${orGateway}`);
  }
  if (port !== amqpAdapterPort) return undefined;
  const what = t(
    '{0}:{1} is the AMQP adapter of an Eclipse Hono, which is for devices: commands are sent elsewhere.',
    sandbox,
    port,
  );
  return fault('hono-adapter', what, instead);
}

/**
 * The advice for a user that an MQTT broker refuses, where that is one of Hono's own realm, whose users are
 * applications and services (Hono: example permissions); undefined for any other.
 */
export function adviceForApplication(username: string): string | undefined {
  if (!username.endsWith('@HONO')) return undefined;
  return t(
    "Users of Hono's realm, as {0}, belong to its messaging network: connect to that, with amqps:// (at Eclipse's sandbox port 15671). Its MQTT adapter knows devices only, as <auth id>@<tenant>, and takes no commands from anyone.",
    username,
  );
}
