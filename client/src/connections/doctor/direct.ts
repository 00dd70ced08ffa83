/** The last steps in direct mode: somebody listens on the topics of the prefix, and tells its state. */
import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import { FaultError, fault, faultOf } from '../../errors.ts';
import { isComposed } from '../../protocol/compose.ts';
import { directDialect, directTopic } from '../../protocol/direct.ts';
import type { DeviceState } from '../../protocol/updateManager.ts';
import type { Transport } from '../../transports/transport.ts';
import { refreshManifest } from '../../updates/refresh.ts';
import { type DeviceAnswer, type DeviceQuestion, domainsFinding } from './device.ts';
import { type Finding, failed, ok, unknown } from './finding.ts';
import { within } from './patience.ts';
import { grant } from './rights.ts';

/** The states that a device has told since the transport was made; to be made before it connects. */
export class DirectWords {
  /** The latest, and when it was told where the broker has kept it since, ms since the epoch. */
  #state: { readonly state: DeviceState; readonly kept: number | undefined } | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(transport: Transport, prefix: string) {
    const { read } = directDialect(prefix);
    transport.onMessage((message) => {
      const said = read(message);
      if (said?.news?.kind !== 'state') return;
      this.#state = { state: said.news.state, kept: said.kept };
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  get last(): { readonly state: DeviceState; readonly kept: number | undefined } | undefined {
    return this.#state;
  }

  /** Resolves once the state of this activity was told. */
  async until(activityId: string): Promise<void> {
    while (this.#state?.kept !== undefined || this.#state?.state.activityId !== activityId) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/**
 * Asks for the state, which changes nothing. No answer comes; an update manager without things tells its state only once
 * its wait for the agents is over (`readTimeout`, a minute unless set otherwise), so a late one is no fault.
 */
export async function askDirectly(
  { transport, device, username, patience, signal }: DeviceQuestion,
  words: DirectWords,
): Promise<DeviceAnswer> {
  const domains = async () => domainsStep(device, username, words);
  try {
    const composed = directDialect(device).compose({
      manifest: refreshManifest,
      device,
      features: [],
      uuid: randomUUID,
    });
    if (!isComposed(composed)) throw new FaultError(fault(composed.reason, composed.message));
    const { activityId } = composed;
    let heard: boolean | undefined;
    await transport.request(
      { ...composed, idempotent: true },
      {
        timeout: patience.answer,
        signal,
        onSent: (sent) => {
          heard = sent.heard;
        },
      },
    );
    const told = (await within(words.until(activityId), patience.state, signal)) !== 'late';
    const updateManager = told ? answered(device, username) : silent(device, heard, patience.state);
    return { updateManager, domains };
  } catch (error) {
    const failure = faultOf(error, 'unexpected');
    if (failure.code !== 'not-authorized') return { updateManager: failed(failure), domains };
    const rights = ['apply', 'refresh'].map((it) => `write ${directTopic(device, it)}`);
    return { updateManager: failed({ ...failure, advice: grant(username, rights) }), domains };
  }
}

function answered(device: string, username: string | undefined): Finding {
  const message = t(
    '{0} was asked for its state on {1}, and told it.',
    device,
    directTopic(device, 'refresh') ?? '',
  );
  if (username === undefined) return ok(message);
  // Who writes there updates the device, and who listens hears nothing before it is updated: neither can be tried.
  const rights = [`write ${directTopic(device, 'apply')}`, `read ${device}/desiredstatefeedback`];
  return ok(message, t('Whether it can be updated, too, only an apply shows. {0}', grant(username, rights)));
}

function silent(device: string, heard: boolean | undefined, patience: number): Finding {
  const topic = directTopic(device, 'refresh') ?? '';
  const late = t('it told no state within {0} s', patience / 1000);
  if (heard) {
    return ok(
      t('Somebody listens on {0}; {1}.', topic, late),
      t(
        'That is usual: without things, update-manager first waits for its agents, a minute unless its read timeout is set otherwise.',
      ),
    );
  }
  return unknown(
    t(
      'The broker took the question on {0}, and cannot tell whether anybody listens there (MQTT 3.1.1); {1}.',
      topic,
      late,
    ),
    t(
      'Update-manager may wait for its agents, a minute unless its read timeout is set otherwise. If nothing comes then either, check that it runs without things and that the prefix {0} is right.',
      device,
    ),
  );
}

/** An agent tells its state in the same way as its update manager; the manager's tells of both, as nodes of their own. */
function isAgent({ nodes }: DeviceState): boolean {
  const has = (end: string) => nodes.some(({ id }) => id.endsWith(end));
  return has('-update-agent') && !has('-update-manager');
}

function agentInstead(prefix: string): Finding {
  return failed(
    fault(
      'other-device',
      t(
        'What tells its state on {0}/currentstate is an update agent, not an update manager: an apply to it stops at IDENTIFIED.',
        prefix,
      ),
      t('Set the prefix of the update manager: deviceupdate, or vehicleupdate at Eclipse Leda.'),
    ),
  );
}

function domainsStep(device: string, username: string | undefined, { last }: DirectWords): Finding {
  if (last === undefined) {
    return unknown(
      t('{0} has told no state so far: the broker keeps none on {0}/currentstate.', device),
      t(
        'Test again in a minute. If there is none then either, this user may lack the right to read it. {0}',
        grant(username, [`read ${device}/currentstate`]),
      ),
    );
  }
  const finding = isAgent(last.state) ? agentInstead(device) : domainsFinding(device, last.state);
  if (last.kept === undefined) return finding;
  const time = new Date(last.kept).toISOString();
  return { ...finding, message: t('{0} So it reported at {1}.', finding.message, time) };
}
