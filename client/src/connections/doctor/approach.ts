/** The steps from the settings to an open, encrypted way; whatever is spoken there. */
import { t } from '@vscode/l10n';
import { maskedText } from '../../protocol/secrets.ts';
import { type Way, wayTo } from '../../transports/way.ts';
import { type Examination, placeOf } from './examination.ts';
import { type Finding, ok, type Step } from './finding.ts';
import { nameStep, type Place, portStep, tlsStep } from './network.ts';

/** `addressing`: how devices are addressed there, in a clause. */
export function approachSteps(examination: Examination, addressing: string): readonly Step[] {
  const { profile, access } = examination;
  let way: Way | undefined;
  async function settings(): Promise<Finding> {
    const { url, broker } = placeOf(examination);
    way = await wayTo(profile, access);
    const who = profile.username === undefined ? t('without a user') : t('as user "{0}"', profile.username);
    const open =
      broker.tls || broker.loopback ? '' : t(' What is sent can be read on the way: it is not encrypted.');
    return ok(`${maskedText(url)}, ${who}; ${addressing}.${open}`);
  }
  return [
    { id: 'settings', isNeeded: true, isOfConnection: true, look: settings },
    { id: 'name', isNeeded: true, isOfConnection: true, look: () => ofAny(placeOf(examination), nameStep) },
    { id: 'port', isNeeded: true, isOfConnection: true, look: () => ofAny(placeOf(examination), portStep) },
    {
      id: 'tls',
      isNeeded: true,
      isOfConnection: true,
      look: () =>
        ofAny(placeOf(examination), (place) => {
          const { host, port } = place.broker;
          return tlsStep(place, way?.secure && { ...way.secure, host, port });
        }),
    },
  ];
}

/** Of several brokers of a cluster one is enough: the first that is well, else what is wrong with the first. */
async function ofAny(place: Place, look: (place: Place) => Promise<Finding>): Promise<Finding> {
  const { broker } = place;
  const first = await look(place);
  if (first.state !== 'failed') return first;
  for (const other of broker.others) {
    const found = await look({ ...place, broker: { ...broker, ...other } });
    if (found.state !== 'failed') return found;
  }
  return first;
}
