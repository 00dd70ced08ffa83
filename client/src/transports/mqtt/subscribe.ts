/** What a client hears: its subscriptions, and whether it is a broker at all that refuses them. */
import { t } from '@vscode/l10n';
import type { MqttClient } from 'mqtt';
import { honoAdapterFault, ifHonoAdapter } from '../../connections/honoAdapter.ts';
import { FaultError, fault } from '../../errors.ts';
import type { Listening } from '../../protocol/dialect.ts';

/**
 * Each filter for itself: a user may lack the right to some. One of them must be granted.
 * Resolves with the filters that are refused (Mosquitto 2.0.11 says yes and then sends nothing).
 */
export async function subscribe(
  client: MqttClient,
  { filters, needed, brings }: Listening,
  gone: Promise<never>,
): Promise<readonly string[]> {
  const isGranted = (filter: string, qos: 0 | 1) => askFor(client, filter, qos, gone);
  const granted = await Promise.all(filters.map((filter) => isGranted(filter, 1)));
  const refused = filters.filter((_, index) => !granted[index]);
  if (!refused.includes(needed)) return refused;
  const isNothingGranted = refused.length === filters.length;
  if (isNothingGranted && (await isHonoAdapter(isGranted))) {
    throw new FaultError(honoAdapterFault(t('What answers there')));
  }
  throw new FaultError(
    fault(
      'subscription-refused',
      t('The broker does not let this user subscribe to {0}, {1}.', needed, brings),
      t(
        'Ask for the right to read {0} on the broker (its ACL).{1}',
        filters.map((it) => `\`${it}\``).join(', '),
        isNothingGranted ? ` ${ifHonoAdapter()}` : '',
      ),
    ),
  );
}

/** Where Hono tells a device what was wrong with its messages; to ask for it takes no command from the device. */
const errorsOfDevice = 'error///#';

/**
 * Hono gives a device that topic with QoS 0 and refuses it with any other (Hono: AbstractVertxBasedMqttProtocolAdapter,
 * `registerErrorSubscription`); to the rules of a broker they are the same. False also for a Hono before 1.7, and for one
 * that lets devices in without credentials: these cannot be told.
 */
async function isHonoAdapter(isGranted: (filter: string, qos: 0 | 1) => Promise<boolean>): Promise<boolean> {
  return !(await isGranted(errorsOfDevice, 1)) && (await isGranted(errorsOfDevice, 0));
}

async function askFor(
  client: MqttClient,
  filter: string,
  qos: 0 | 1,
  gone: Promise<never>,
): Promise<boolean> {
  try {
    const [grant] = await client.subscribeAsync(filter, { qos });
    return grant?.qos !== 128;
  } catch (error) {
    // The broker's refusal comes with its packet; a connection that is lost is told by its own event.
    const isRefused = error instanceof Error && 'packet' in error && error.packet !== undefined;
    return isRefused ? false : gone;
  }
}
