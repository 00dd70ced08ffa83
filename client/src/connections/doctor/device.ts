/** The last steps: an UpdateManager answers, and has agents. */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import { domainsOf } from '../../devices/components.ts';
import { type Fault, FaultError, fault, faultOf } from '../../errors.ts';
import { compose, isComposed } from '../../protocol/compose.ts';
import { parseEnvelope } from '../../protocol/envelope.ts';
import { newsOf } from '../../protocol/news.ts';
import { parseEventTopic } from '../../protocol/topics.ts';
import type { DeviceState } from '../../protocol/updateManager.ts';
import type { Incoming, Transport } from '../../transports/transport.ts';
import { refreshManifest } from '../../updates/refresh.ts';
import { shortAddress } from '../../words/words.ts';
import { type Finding, failed, ok } from './finding.ts';
import { type Patience, within } from './patience.ts';
import { grant } from './rights.ts';

export interface DeviceQuestion {
  readonly transport: Transport;
  readonly device: string;
  readonly username: string | undefined;
  readonly patience: Patience;
  readonly signal: AbortSignal;
}

/** Advice that fits what is between here and the device. */
export interface DeviceAdvice {
  /** A fault of the request with the advice for a test. */
  readonly mended: (told: Fault, question: DeviceQuestion) => Fault;
  /** Where the device answers, and its state does not come. */
  readonly ofSilence: (question: DeviceQuestion) => string;
}

export interface DeviceAnswer {
  readonly updateManager: Finding;
  /** Waits for the state that follows the answer. */
  readonly domains: () => Promise<Finding>;
}

/** Sends a refresh, which changes nothing on a device: it only makes it report its state. */
export async function askUpdateManager(
  question: DeviceQuestion,
  advice: DeviceAdvice,
): Promise<DeviceAnswer> {
  const { transport, device, patience, signal } = question;
  const composed = compose({ manifest: refreshManifest, device, features: [], uuid: randomUUID });
  if (!isComposed(composed)) throw new FaultError(fault(composed.reason, composed.message));
  const { thing, root, operation, envelope, activityId } = composed;
  const state = untilState(transport, thing, activityId);
  let address = '';
  try {
    const response = await transport.request(
      { thing, root, operation, envelope, responseRequired: true, idempotent: true },
      {
        timeout: patience.answer,
        signal,
        onSent: (sent) => {
          address = shortAddress(sent.address);
        },
      },
    );
    const status = response?.status ?? 0;
    const domains = () => domainsStep(state, question, advice);
    if (status >= 300) return { updateManager: rejected(device, status), domains };
    return {
      updateManager: ok(
        t('{0} answered a refresh on {1} with {2}. It changes nothing there.', device, address, status),
      ),
      domains,
    };
  } catch (error) {
    return {
      updateManager: failed(advice.mended(faultOf(error, 'unexpected'), question)),
      domains: async () => noState(),
    };
  }
}

const noState = () => failed(fault('update-silent', t('The device reported no state.')));

function rejected(device: string, status: number): Finding {
  return failed(
    fault(
      'rejected-by-device',
      t('{0} rejected a refresh with {1}.', device, status),
      t('Something else than UpdateManager answers there: see the log of the device.'),
    ),
  );
}

/** At an MQTT broker: which right this user may lack, in place of Hono's outcomes. */
export const brokerAdvice: DeviceAdvice = {
  mended: mendedAtBroker,
  ofSilence: ({ username }) =>
    t(
      'See the log of update-manager, which waits for agents that are gone. Or this user lacks a right, and then hears no progress of updates either. {0}',
      grant(username, ['read e/#']),
    ),
};

function mendedAtBroker(told: Fault, { device, username }: DeviceQuestion): Fault {
  switch (told.code) {
    case 'not-authorized':
      return {
        ...told,
        advice: grant(username, ['write command///req/+/refresh', 'write command///req/+/apply']),
      };
    case 'no-listener':
      return {
        ...told,
        advice: t(
          'Start update-manager on {0}, and check that it uses this broker. It listens only once suite-connector has told it the id of the device, and with things_enabled.',
          device,
        ),
      };
    case 'response-timeout':
      return {
        ...told,
        advice: t(
          "Check that {0} is the device's right id (it does not answer to another), that update-manager runs, and its log. A device that has software-update alone takes modules, but no apply and no refresh. If update-manager does run, this user may lack a right. {1}",
          device,
          grant(username, ['read command//+/res/#']),
        ),
      };
    default:
      return told;
  }
}

/** The state that answers to this activity: not one that is retained, nor another's. */
function untilState(transport: Transport, thing: string, activityId: string): Promise<DeviceState> {
  return new Promise((resolve) => {
    const listening = transport.onMessage(({ address, json, retained }: Incoming) => {
      const envelope = retained || parseEventTopic(address) === undefined ? undefined : parseEnvelope(json);
      const news = envelope && newsOf(envelope);
      if (news?.kind !== 'state' || news.thing !== thing || news.state.activityId !== activityId) return;
      listening.dispose();
      resolve(news.state);
    });
  });
}

async function domainsStep(
  state: Promise<DeviceState>,
  question: DeviceQuestion,
  advice: DeviceAdvice,
): Promise<Finding> {
  const { device, patience, signal } = question;
  const reported = await within(state, patience.state, signal);
  if (reported === 'late') {
    return failed(
      fault(
        'update-silent',
        t('{0} answered, but its state did not come within {1} s.', device, patience.state / 1000),
        advice.ofSilence(question),
      ),
    );
  }
  return domainsFinding(device, reported);
}

/** Which agents a state tells of. */
export function domainsFinding(device: string, { nodes }: DeviceState): Finding {
  const domains = domainsOf(nodes);
  if (domains.length === 0) {
    return failed(
      fault(
        'no-update-agent',
        t('{0} has no update agent: every apply ends as INCOMPLETE.', device),
        t(
          'Enable the agent of the containers (container-management: update_agent.enable), or start the agent of your domain.',
        ),
      ),
    );
  }
  const named = t('{0} has agents for {1}.', device, domains.join(', '));
  if (domains.includes('containers')) return ok(named);
  return ok(named, t('For containers, enable the agent of container-management (update_agent.enable).'));
}
