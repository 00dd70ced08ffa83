/** The steps at the messaging network of a Hono, and through it to the device. */
import { t } from '@vscode/l10n';
import { FaultError, fault, faultOf } from '../../errors.ts';
import { commandLinkAddress, honoTopic } from '../../protocol/hono.ts';
import { RefusedError } from '../../transports/amqp/faults.ts';
import { noTakers } from '../../transports/amqp/requestFaults.ts';
import { GroupError, TopicError } from '../../transports/kafka/faults.ts';
import { receivedAddresses, receiveWords } from '../../words/honoWords.ts';
import type { ConnectionProfile } from '../profile.ts';
import { protocolOf } from '../url.ts';
import { approachSteps } from './approach.ts';
import { withPort } from './broker.ts';
import { askUpdateManager, type DeviceAnswer } from './device.ts';
import { deviceToAsk, type Examination, placeOf } from './examination.ts';
import { type Finding, failed, ok, type Step, skipped, unknown } from './finding.ts';

import { registryStep } from './registry.ts';

/** How the attempt to come in went. */
interface Entrance {
  readonly network: Finding;
  readonly responses: Finding;
  readonly commands: Finding;
}

/** `profile`: with a tenant. */
export function honoSteps(examination: Examination): readonly Step[] {
  const { profile, transport, patience, signal } = examination;
  const { tenant = '', username } = profile;
  const isKafka = protocolOf(profile.url) === 'kafka';
  let entrance: Promise<Entrance> | undefined;
  let answer: DeviceAnswer | undefined;

  function entered(): Promise<Entrance> {
    entrance ??= enter(examination);
    return entrance;
  }

  async function credit(): Promise<Finding> {
    const isTaken = await transport.takesCommands(patience.credit, signal);
    if (isTaken !== false)
      return ok(t('Hono takes commands for the tenant {0}: a device of it has subscribed.', tenant));
    return failed(noTakers(tenant, patience.credit));
  }

  async function updateManager(): Promise<Finding> {
    const device = deviceToAsk(examination);
    if (device === undefined) return skipped(t('No device was named. Name one to have it asked.'));
    answer = await askUpdateManager(
      { transport, device, username, patience, signal },
      { mended: (told) => told, ofSilence: () => (isKafka ? silentManager() : silentState()) },
    );
    return answer.updateManager;
  }

  async function domains(): Promise<Finding> {
    if (answer === undefined) return skipped(t('No device was asked.'));
    if (transport.eventsRefused !== undefined)
      return unknown(
        t('What the device runs is an event, and Hono gives this connection none.'),
        t('Mend what is said of Events first.'),
      );
    if (!transport.hearsEvents)
      return unknown(
        t('What the device runs is an event, and events are not received over this connection.'),
        noEventsAdvice(),
      );
    return answer.domains();
  }

  const ofConnection = { isNeeded: true, isOfConnection: true };
  const aside = { isNeeded: false, isOfConnection: true };
  const ofDevice = { isNeeded: true, isOfConnection: false };
  return [
    ...approachSteps(examination, t('tenant {0}; {1}', tenant, lowerFirst(receiveWords(profile)))),
    { id: 'network', ...ofConnection, look: async () => (await entered()).network },
    { id: 'responses', ...ofConnection, look: async () => (await entered()).responses },
    { id: 'commands', ...ofConnection, look: async () => (await entered()).commands },
    { id: 'events', ...aside, look: async () => eventsStep(examination) },
    { id: 'registry', ...aside, look: () => registryStep(examination) },
    // A topic takes commands whoever listens.
    ...(isKafka ? [] : [{ id: 'credit', ...ofDevice, look: credit } as const]),
    { id: 'updateManager', ...ofDevice, look: updateManager },
    { id: 'domains', ...ofDevice, look: domains },
  ];
}

const unasked = () => failed(fault('connection-closed', t('The messaging network was not reached.')));

/** Connects, unless the connection is open here: then its own is looked at, since Hono admits few of each user. */
async function enter(examination: Examination): Promise<Entrance> {
  const { profile, transport, isOpen } = examination;
  try {
    const place = placeOf(examination);
    await transport.connect(place.signal);
    const { state } = transport;
    if (state.kind !== 'connected')
      throw new FaultError(fault('connection-lost', t('The connection was lost at once.')));
    const shared = isOpen ? t(' The connection that is open is the one that is tested.') : '';
    return {
      network: ok(t('{0} may come in, over {1}.{2}', whoOf(profile), state.protocol ?? 'AMQP 1.0', shared)),
      ...linksOf(profile),
    };
  } catch (error) {
    const refused = faultOf(error, 'connect-failed');
    const address = refusedAddress(error);
    const isLate = refused.code === 'subscription-unanswered';
    if (address === undefined && !isLate)
      return {
        network: failed(await withPort(refused, placeOf(examination))),
        responses: unasked(),
        commands: unasked(),
      };
    const { responses } = linksOf(profile);
    const isOfCommands = address === commandsOf(profile);
    return {
      network: ok(t('{0} may come in.', whoOf(profile))),
      responses: isOfCommands ? responses : failed(refused),
      commands: isOfCommands ? failed(refused) : unasked(),
    };
  }
}

function whoOf({ username }: ConnectionProfile): string {
  return username === undefined ? t('A client without a user') : t('The user "{0}"', username);
}

function commandsOf({ url, tenant = '' }: ConnectionProfile): string {
  return protocolOf(url) === 'kafka' ? honoTopic('command', tenant) : commandLinkAddress(tenant);
}

function linksOf(profile: ConnectionProfile): Pick<Entrance, 'responses' | 'commands'> {
  const { url, tenant = '' } = profile;
  if (protocolOf(url) === 'kafka') {
    const answers = honoTopic('command_response', tenant);
    return {
      responses: ok(
        t('Answers may be received from the topic {0}, in a consumer group of this window alone.', answers),
      ),
      commands: ok(
        t(
          'There is a topic {0}; whether this user may write to it shows with the first command.',
          commandsOf(profile),
        ),
      ),
    };
  }
  return {
    responses: ok(
      t('Answers may be received, from an address below command_response/{0} of this window alone.', tenant),
    ),
    commands: ok(t('Commands may be sent to {0}.', commandsOf(profile))),
  };
}

/** Of the link that Hono does not attach; the topic, or group, that is not for this user. */
function refusedAddress(error: unknown): string | undefined {
  const cause = error instanceof FaultError ? error.cause : error;
  if (cause instanceof TopicError) return cause.topic;
  return cause instanceof GroupError
    ? cause.group
    : cause instanceof RefusedError
      ? cause.address
      : undefined;
}

const noEventsAdvice = () =>
  t(
    'Set `receive` of the connection to ["events"] to follow updates and plan them. Over AMQP each event goes to one consumer alone: others of the tenant, such as Eclipse Ditto, then miss it.',
  );

function eventsStep({ profile, transport }: Examination): Finding {
  const { receive = [] } = profile;
  if (receive.length === 0) return skipped(`${receiveWords(profile)}.`);
  const { state } = transport;
  const unheard = state.kind === 'connected' ? (state.unheard ?? []) : [];
  if (unheard.length === 0) return ok(`${receiveWords(profile)}.`);
  const why = state.kind === 'connected' && state.whyUnheard ? ` (${state.whyUnheard})` : '';
  const addresses = receivedAddresses(profile).filter((it) => unheard.includes(it));
  if (protocolOf(profile.url) === 'kafka')
    return failed(
      fault(
        'link-refused',
        t('Nothing is received from {0}{1}.', addresses.join(', '), why),
        t(
          'Ask for the right (ACL) Read and Describe on it; where it is not there, its owner creates it, and it is then received within a minute. Messages are read uncompressed or compressed by gzip.',
        ),
      ),
    );
  return failed(
    fault(
      'link-refused',
      t('Hono does not let this user receive from {0}{1}.', addresses.join(', '), why),
      t('Ask for the right to read {0}, or take it out of `receive` of the connection.', unheard.join(', ')),
    ),
  );
}

const silentManager = () => t('See the log of update-manager, which waits for agents that are gone.');
const silentState = () =>
  t(
    '{0} Or another consumer of the tenant has taken the event: Hono hands each to one alone.',
    silentManager(),
  );

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
