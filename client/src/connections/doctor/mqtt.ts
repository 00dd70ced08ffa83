/** The steps at an MQTT broker, and through it to the device. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../profile.ts';
import { approachSteps } from './approach.ts';
import { type Entrance, enter } from './broker.ts';
import { askUpdateManager, brokerAdvice, type DeviceAnswer } from './device.ts';
import { askDirectly, DirectWords } from './direct.ts';
import { deviceToAsk, type Examination, placeOf } from './examination.ts';
import { type Finding, type Step, skipped } from './finding.ts';
import { cloudStep, GatewayWords, identityStep } from './gateway.ts';
import { registryStep } from './registry.ts';

/** To be made before the transport connects. */
export function mqttSteps(examination: Examination): readonly Step[] {
  const { profile, transport, patience, signal } = examination;
  const { mode, prefix, username, tenant } = profile;
  const words = new GatewayWords(transport);
  const directWords =
    mode === 'direct' && prefix !== undefined ? new DirectWords(transport, prefix) : undefined;
  let entrance: Promise<Entrance> | undefined;
  let answer: DeviceAnswer | undefined;

  async function entered(): Promise<Entrance> {
    entrance ??= enter(transport, profile, placeOf(examination), remarkOf(examination));
    return entrance;
  }

  async function updateManager(): Promise<Finding> {
    const device = deviceToAsk(examination, words.identity?.deviceId);
    if (device === undefined) {
      return skipped(t('No device was named, and the gateway named none. Name one to have it asked.'));
    }
    const question = { transport, device, username, patience, signal };
    answer = await (directWords
      ? askDirectly(question, directWords)
      : askUpdateManager(question, brokerAdvice));
    return answer.updateManager;
  }

  const ofThings = (look: Step['look']): Step['look'] =>
    mode === 'direct'
      ? async () => skipped(t('In direct mode the device has no things, and no gateway is asked.'))
      : look;
  const cloud = () => cloudStep(words, patience.retained, signal);
  const identity = () =>
    identityStep({
      transport,
      words,
      device: examination.device,
      tenant,
      username,
      patience: patience.identity,
      signal,
    });
  const ofConnection = { isNeeded: true, isOfConnection: true };
  const besides = { isNeeded: false, isOfConnection: true };
  const ofGateway = { isNeeded: false, isOfConnection: false };
  // In direct mode the broker keeps the state that tells the domains.
  const ofDevice = { isNeeded: mode !== 'direct', isOfConnection: false };
  return [
    ...approachSteps(examination, addressingWords(profile)),
    { id: 'broker', ...ofConnection, look: async () => (await entered()).broker },
    { id: 'subscriptions', ...ofConnection, look: async () => (await entered()).subscriptions },
    ...(profile.registry === undefined
      ? []
      : [{ ...besides, id: 'registry' as const, look: () => registryStep(examination) }]),
    { id: 'cloud', ...ofGateway, look: ofThings(cloud) },
    { id: 'identity', ...ofGateway, look: ofThings(identity) },
    { id: 'updateManager', ...ofDevice, look: updateManager },
    { id: 'domains', ...ofDevice, look: async () => answer?.domains() ?? skipped(t('No device was asked.')) },
  ];
}

function addressingWords({ mode, prefix, addressing, tenant }: ConnectionProfile): string {
  if (mode === 'direct') return t('direct mode, on {0}/…', prefix ?? '');
  return tenant === undefined
    ? t('addressing {0}', addressing)
    : t('addressing {0}, tenant {1}', addressing, tenant);
}

function remarkOf({ profile: { clientId }, isOpen }: Examination): string {
  if (!isOpen || clientId === undefined) return '';
  return t(' As the client "{0}-test", because "{0}" is connected.', clientId);
}
