/** The step at Hono's device registry: it answers, and knows the device. */
import { t } from '@vscode/l10n';
import type { Registration } from '../../devices/device.ts';
import { fault, faultOf } from '../../errors.ts';
import { askRegistry } from '../../registry/ask.ts';
import { count } from '../../words/words.ts';
import { deviceToAsk, type Examination } from './examination.ts';
import { type Finding, failed, ok, skipped } from './finding.ts';

export async function registryStep(examination: Examination): Promise<Finding> {
  const { profile, access, signal } = examination;
  if (profile.registry === undefined)
    return skipped(t('The settings name no device registry: devices are found without it.'));
  try {
    const { readFile, registryPassword: password } = access;
    const { devices } = await askRegistry(profile, { readFile, password }, signal);
    const device = deviceToAsk(examination);
    const listed = t('It lists {0} of the tenant {1}', count(devices.size, 'device'), profile.tenant ?? '');
    return device === undefined
      ? ok(`${listed}.`, devices.size === 0 ? noneAdvice() : undefined)
      : known(device, devices.get(device), listed);
  } catch (error) {
    return failed(faultOf(error, 'registry-failed'));
  }
}

const noneAdvice = () =>
  t(
    'Check `tenant` of the connection, and `registry.filter`: no device there and a tenant that is not known there are the same to Hono.',
  );

function known(device: string, registration: Registration | undefined, listed: string): Finding {
  if (registration === undefined) {
    const advice = t(
      'Check the id of the device and `tenant` of the connection; register the device where it is new. A `registry.filter` may leave it out.',
    );
    return failed(fault('other-device', t('{0}, and {1} is not among them.', listed, device), advice));
  }
  if (!registration.enabled) {
    const advice = t('Enable it in the device registry.');
    const what = t('{0} is disabled: Hono lets it neither connect nor get commands.', device);
    return failed(fault('command-refused', `${listed}; ${what}`, advice));
  }
  const via =
    registration.via.length === 0 ? '' : t(' Its gateway is {0}.', registration.via.join(t(' or ')));
  return ok(t('{0}, and {1} is one of them.{2}', listed, device, via));
}
