/** What the tree Devices is made of. Elements only name their subject; what it looks like now is asked when it is drawn. */
import type { InstalledComponent } from '../../devices/device.ts';
import type { HealthWord } from '../../devices/health.ts';
import type { Parameter } from '../../protocol/updateManager.ts';
import { commands } from '../contributions.ts';
import type { TreeRow } from './rowSource.ts';

export interface ConnectionElement {
  readonly kind: 'connection';
  readonly connection: string;
}

/** The devices of one state, where they are grouped by it. */
export interface StateElement {
  readonly kind: 'state';
  readonly word: HealthWord;
}

export interface DeviceElement {
  readonly kind: 'device';
  readonly connection: string;
  readonly device: string;
}

/** A group beneath a device: what SoftwareUpdatable reports, or the hardware of the inventory. */
export interface GroupElement {
  readonly kind: 'software' | 'hardware';
  readonly device: DeviceElement;
}

export interface ComponentElement {
  readonly kind: 'component';
  readonly device: DeviceElement;
  readonly component: InstalledComponent;
  /** Where it is listed: among the components, or in a group. */
  readonly list: 'components' | GroupElement['kind'];
  /** How many before it have the same domain and id: a device can run two containers of one name. */
  readonly twin: number;
}

export interface ParameterElement {
  readonly kind: 'parameter';
  readonly component: ComponentElement;
  readonly parameter: Parameter;
  readonly index: number;
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

/** Stands for the rows that are not drawn yet: many thousand at once would stop the editor. */
export interface MoreElement {
  readonly kind: 'more';
  readonly parent: ParentElement;
  readonly hidden: number;
}

/** Elements beneath which there can be many. */
export type ParentElement = Exclude<TreeElement, MoreElement | ParameterElement | LastUpdateElement>;

export type TreeElement =
  | ConnectionElement
  | StateElement
  | DeviceElement
  | GroupElement
  | ComponentElement
  | ParameterElement
  | LastUpdateElement
  | SourceElement
  | MoreElement;

const kinds: readonly unknown[] = [
  'connection',
  'state',
  'device',
  'software',
  'hardware',
  'component',
  'parameter',
  'lastUpdate',
  'row',
  'more',
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
  list: ComponentElement['list'] = 'components',
): ComponentElement[] {
  const seen = new Map<string, number>();
  return components.map((component) => {
    const key = JSON.stringify([component.domain, component.id]);
    const twin = seen.get(key) ?? 0;
    seen.set(key, twin + 1);
    return { kind: 'component', device, component, list, twin };
  });
}

/** What a click on the row does; undefined where it only selects. */
export function openOf(element: TreeElement): TreeRow['open'] {
  switch (element.kind) {
    case 'more':
      return { command: commands.showMore, arguments: [element] };
    case 'lastUpdate':
      return { command: commands.showRun, arguments: [element] };
    case 'row':
      return element.row.open;
    default:
      return undefined;
  }
}

/** Unique in the tree, and stable over refreshes, so that what is open stays open. */
export function identityOf(element: TreeElement): string {
  return JSON.stringify(pathOf(element));
}

function pathOf(element: TreeElement): readonly unknown[] {
  switch (element.kind) {
    case 'connection':
      return [element.connection];
    case 'state':
      return ['', element.word];
    case 'device':
      return [element.connection, element.device];
    case 'component': {
      const { device, component, list, twin } = element;
      return [...pathOf(device), list, component.domain, component.id, twin];
    }
    case 'parameter':
      return [...pathOf(element.component), element.index];
    case 'software':
    case 'hardware':
    case 'lastUpdate':
      return [...pathOf(element.device), element.kind];
    case 'row':
      return [...pathOf(element.device), 'row', ...element.path];
    case 'more':
      return [...pathOf(element.parent), 'more', 'more', 'more'];
  }
}
