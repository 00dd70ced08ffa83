/** What the tree Devices is made of. Elements only name their subject; what it looks like now is asked when it is drawn. */
import type { InstalledComponent } from '../../devices/device.ts';
import type { TreeRow } from './rowSource.ts';

export interface ConnectionElement {
  readonly kind: 'connection';
  readonly connection: string;
}

export interface DeviceElement {
  readonly kind: 'device';
  readonly connection: string;
  readonly device: string;
}

interface ComponentElement {
  readonly kind: 'component';
  readonly device: DeviceElement;
  readonly component: InstalledComponent;
  /** How many before it have the same domain and id: a device can run two containers of one name. */
  readonly twin: number;
}

/** The group of what SoftwareUpdatable reports. */
export interface SoftwareElement {
  readonly kind: 'software';
  readonly device: DeviceElement;
}

interface LastUpdateElement {
  readonly kind: 'lastUpdate';
  readonly device: DeviceElement;
}

/** A row that another section put beneath a device. */
export interface SourceElement {
  readonly kind: 'row';
  readonly device: DeviceElement;
  /** Name of the source, then the ids of the rows down to this one. */
  readonly path: readonly string[];
  readonly row: TreeRow;
}

export type TreeElement =
  | ConnectionElement
  | DeviceElement
  | ComponentElement
  | SoftwareElement
  | LastUpdateElement
  | SourceElement;

const kinds: readonly unknown[] = [
  'connection',
  'device',
  'component',
  'software',
  'lastUpdate',
  'row',
] satisfies TreeElement['kind'][];

/** True for what the tree's menus hand to commands. */
export function isTreeElement(subject: unknown): subject is TreeElement {
  return typeof subject === 'object' && subject !== null && 'kind' in subject && kinds.includes(subject.kind);
}

export function isDeviceElement(subject: unknown): subject is DeviceElement {
  return isTreeElement(subject) && subject.kind === 'device';
}

export function componentElements(
  device: DeviceElement,
  components: readonly InstalledComponent[],
): ComponentElement[] {
  const seen = new Map<string, number>();
  return components.map((component) => {
    const key = JSON.stringify([component.domain, component.id]);
    const twin = seen.get(key) ?? 0;
    seen.set(key, twin + 1);
    return { kind: 'component', device, component, twin };
  });
}

/** Unique in the tree, and stable over refreshes, so that what is open stays open. */
export function identityOf(element: TreeElement): string {
  switch (element.kind) {
    case 'connection':
      return JSON.stringify([element.connection]);
    case 'device':
      return JSON.stringify([element.connection, element.device]);
    case 'component': {
      const { device, component, twin } = element;
      return JSON.stringify([
        device.connection,
        device.device,
        'component',
        component.domain,
        component.id,
        twin,
      ]);
    }
    case 'row':
      return JSON.stringify([element.device.connection, element.device.device, 'row', ...element.path]);
    case 'software':
    case 'lastUpdate':
      return JSON.stringify([element.device.connection, element.device.device, element.kind]);
  }
}
