/** The steps at the broker: it lets this client in, and hear what it has to. */
import { t } from '@vscode/l10n';
import { type Fault, type FaultCode, FaultError, fault, faultOf } from '../../errors.ts';
import type { Transport } from '../../transports/transport.ts';
import type { ConnectionProfile } from '../profile.ts';
import { type Finding, failed, ok } from './finding.ts';
import { type Place, speaksTls } from './network.ts';
import { grant, isEssential, missed } from './rights.ts';

/** How the attempt to connect went: the broker's part and the subscriptions' part. */
export interface Entrance {
  readonly broker: Finding;
  readonly subscriptions: Finding;
}

/** What goes wrong only once the broker has let this client in. */
const afterWelcome: ReadonlySet<FaultCode> = new Set([
  'subscription-refused',
  'subscription-unanswered',
  'hono-adapter',
]);

/** Connects the transport. `remark` is added where the broker accepts. */
export async function enter(
  transport: Transport,
  profile: ConnectionProfile,
  place: Place,
  remark: string,
): Promise<Entrance> {
  const unasked = failed(fault('connection-closed', t('The broker was not reached.')));
  try {
    await transport.connect(place.signal);
    const { state } = transport;
    if (state.kind !== 'connected')
      throw new FaultError(fault('connection-lost', t('The connection was lost at once.')));
    return {
      broker: ok(t('{0} may come in, over {1}.{2}', inWords(profile), state.protocol ?? 'MQTT', remark)),
      subscriptions: granted(state.unheard ?? [], profile),
    };
  } catch (error) {
    const refused = faultOf(error, 'connect-failed');
    if (afterWelcome.has(refused.code)) {
      return {
        broker: ok(t('{0} may come in.{1}', inWords(profile), remark)),
        subscriptions: failed(refused),
      };
    }
    return { broker: failed(await withPort(refused, place)), subscriptions: unasked };
  }
}

function inWords({ username }: ConnectionProfile): string {
  return username === undefined ? t('A client without a user') : t('The user "{0}"', username);
}

/** A port with TLS hangs up on what is no TLS; without a look at it that could be anything. */
export async function withPort(refused: Fault, place: Place): Promise<Fault> {
  if (refused.code !== 'connection-closed' || place.broker.tls || !(await speaksTls(place))) return refused;
  const { scheme } = place.broker;
  return fault(
    refused.code,
    t('{0} The port speaks TLS.', refused.message),
    t('Write {0}s:// in place of {0}://.', scheme),
  );
}

function granted(refused: readonly string[], { username }: ConnectionProfile): Finding {
  const losses = missed(refused);
  if (losses.length === 0) {
    const spellings =
      refused.length === 0 ? '' : t(' Refused, but only other spellings: {0}.', refused.join(', '));
    // Mosquitto grants even what its ACL then holds back: the steps below advise on rights where nothing comes.
    return ok(t('All that is needed is granted.{0}', spellings));
  }
  const message = t(
    'The broker refuses {0}: this user cannot hear {1}.',
    refused.join(', '),
    losses.join(', '),
  );
  const advice = grant(
    username,
    refused.filter((it) => missed([it]).length > 0).map((it) => `read ${it}`),
  );
  if (!refused.some(isEssential)) return { state: 'unknown', message, advice };
  return failed(fault('subscription-refused', message, advice));
}
