/**
 * What the self-update agent of Eclipse Leda takes (leda-contrib-self-update-agent: MqttMessagingProtocolJSON.cpp).
 * Pure, in the order and with the words of the device.
 */

export const selfUpdateDomain = 'self-update';
export const osImageComponent = 'os-image';
const bundleKey = 'image';

export interface SelfUpdateComponent {
  readonly id: string;
  readonly version: string;
  readonly config: readonly { readonly key: string; readonly value: string }[];
}

type SelfUpdateFault = 'component' | 'bundle' | 'version';

export interface SelfUpdateRejection {
  readonly fault: SelfUpdateFault;
  /** The device's own words. */
  readonly message: string;
  /** The component that causes it; absent where none is there. */
  readonly component?: number;
}

/** Everything for which the agent rejects its domain. */
export function selfUpdateRejections(components: readonly SelfUpdateComponent[]): SelfUpdateRejection[] {
  const index = components.findIndex(({ id }) => id === osImageComponent);
  const component = components[index];
  if (!component)
    return [
      { fault: 'component', message: `mandatory component with 'id'='${osImageComponent}' is missing` },
    ];
  const result: SelfUpdateRejection[] = [];
  if (!component.config.some(({ key, value }) => key === bundleKey && value !== ''))
    result.push({
      fault: 'bundle',
      message: 'mandatory config entry with bundle url is missing',
      component: index,
    });
  if (component.version === '')
    result.push({ fault: 'version', message: 'mandatory bundle version is empty', component: index });
  return result;
}
