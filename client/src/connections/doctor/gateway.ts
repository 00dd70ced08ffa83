/** The steps at the gateway: its cloud link, and who it is (suite-connector; kanto: section 3.3). */
import { t } from '@vscode/l10n';
import { fault, faultOf } from '../../errors.ts';
import { type GatewayLink, type Identity, parseGatewayLink, parseIdentity } from '../../protocol/identity.ts';
import { gatewayLinkTopic, identityRequestTopic, identityTopic } from '../../protocol/topics.ts';
import type { Incoming, Transport } from '../../transports/transport.ts';
import { type Finding, failed, ok, unknown } from './finding.ts';
import { within } from './patience.ts';
import { grant } from './rights.ts';

/** What the gateway has said since the transport was made; to be made before it connects. */
export class GatewayWords {
  #link: GatewayLink | undefined;
  #identity: Identity | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(transport: Transport) {
    transport.onMessage((message) => this.#hear(message));
  }

  get link(): GatewayLink | undefined {
    return this.#link;
  }

  get identity(): Identity | undefined {
    return this.#identity;
  }

  /** Resolves once `known` holds. */
  async until(known: () => boolean): Promise<void> {
    while (!known()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #hear({ address, json, retained }: Incoming): void {
    if (address === gatewayLinkTopic) this.#link = parseGatewayLink(json) ?? this.#link;
    // Who answers is there now; a retained answer could be of a gateway that is long gone.
    if (address === identityTopic && !retained) this.#identity = parseIdentity(json) ?? this.#identity;
    for (const look of this.#waiting.splice(0)) look();
  }
}

/** The causes of suite-connector's status, and what to do. */
const causes = (): Readonly<Record<string, string>> => ({
  CONFIG_ERROR: t('Its configuration is wrong: see the log of suite-connector.'),
  PROVISIONING_ERROR: t('Its provisioning file cannot be used: see the log of suite-connector.'),
  PROVISIONING_MISSING: t('It has no provisioning file: give it one, as the quick start of Kanto says.'),
  PROVISIONING_UPDATE: t('It is being provisioned anew: wait and try again.'),
  CONNECTION_CLOSED: t('suite-connector was stopped, or closed the link: start it.'),
  CONNECTION_UNKNOWN: t('suite-connector has died: start it, and see its log.'),
  CONNECTION_ERROR: t(
    "Check the gateway's network, and the address of its cloud in the settings of suite-connector.",
  ),
  CONNECTION_NOT_AUTHENTICATED: t(
    'The cloud refuses its credentials: register the device, or provision it anew.',
  ),
});

export async function cloudStep(
  words: GatewayWords,
  patience: number,
  signal: AbortSignal,
): Promise<Finding> {
  await within(
    words.until(() => words.link !== undefined),
    patience,
    signal,
  );
  const { link } = words;
  if (link === undefined) {
    return unknown(
      t('Nothing is retained on {0}.', gatewayLinkTopic),
      t(
        'Either no suite-connector has used this broker, or this user may not read the topic. Commands over this broker need no cloud.',
      ),
    );
  }
  if (link.connected) return ok(t('suite-connector says that it is connected to its cloud.'));
  const cause = link.cause === undefined ? '' : ` (${link.cause})`;
  const mend = (link.cause !== undefined && causes()[link.cause]) || t('See the log of suite-connector.');
  return failed(
    fault(
      'gateway-offline',
      t('suite-connector says that it is not connected to its cloud{0}.', cause),
      t(
        '{0} Commands over this broker need no cloud, but a device learns its id only while the link is up.',
        mend,
      ),
    ),
  );
}

export interface IdentityQuestion {
  readonly transport: Transport;
  readonly words: GatewayWords;
  /** The device that the user named. */
  readonly device: string | undefined;
  /** The one of the connection. */
  readonly tenant: string | undefined;
  readonly username: string | undefined;
  readonly patience: number;
  readonly signal: AbortSignal;
}

export async function identityStep(question: IdentityQuestion): Promise<Finding> {
  const { transport, words, username, patience, signal } = question;
  const known = words.until(() => words.identity !== undefined);
  try {
    if (words.identity === undefined) await within(transport.discover(), patience, signal);
  } catch (error) {
    const { code, message } = faultOf(error, 'unexpected');
    if (code === 'not-authorized')
      return unknown(message, grant(username, [`write ${identityRequestTopic}`]));
    if (code !== 'no-listener') throw error;
    return nobodyTells(question);
  }
  await within(known, patience, signal);
  return words.identity === undefined ? silent(question) : told(words.identity, question);
}

function told(
  { deviceId, tenantId }: Identity,
  { device, tenant = tenantId }: Pick<IdentityQuestion, 'device' | 'tenant'>,
): Finding {
  const message =
    tenantId === undefined
      ? t('The gateway is {0}.', deviceId)
      : t('The gateway is {0}, of tenant {1}.', deviceId, tenantId);
  if (tenantId !== undefined && tenantId !== tenant) {
    return failed(
      fault(
        'other-tenant',
        t(
          '{0} The connection is for the tenant {1}, so that what it says is not heard.',
          message,
          tenant ?? '',
        ),
      ),
    );
  }
  if (device === undefined || device === deviceId) return ok(message);
  return failed(
    fault(
      'other-device',
      t('{0} The device to test is {1}.', message, device),
      t('Use the id {0}: it hears no other.', deviceId),
    ),
  );
}

function nobodyTells({ words, device, tenant }: IdentityQuestion): Finding {
  if (words.identity !== undefined) return told(words.identity, { device, tenant });
  return failed(
    fault(
      'no-listener',
      t('Nobody listens on {0}: no suite-connector uses this broker.', identityRequestTopic),
      t(
        'Start suite-connector on the gateway, or check that it uses this broker: without its word no daemon of the device knows its id, and none takes commands.',
      ),
    ),
  );
}

function silent({ words, patience, username }: IdentityQuestion): Finding {
  const message = t('Nobody answered on {0} within {1} s.', identityTopic, patience / 1000);
  if (words.link?.connected === false) {
    return failed(
      fault(
        'gateway-offline',
        t('{0} suite-connector answers only while it reaches its cloud.', message),
        t('Mend its link to the cloud first, or name the device by its id.'),
      ),
    );
  }
  const right = grant(username, [`read ${identityTopic}`]);
  return unknown(
    message,
    t(
      'Check that suite-connector runs on the gateway and uses this broker. If it does, this user may lack a right. {0}',
      right,
    ),
  );
}
