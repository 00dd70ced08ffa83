/** What a document about a device is about, and how its address says so. Pure. */
import type { Device, InstalledComponent } from '../../devices/device.ts';
import { visible } from '../../words/visible.ts';
import { hardwareComponents, installed } from './deviceRows.ts';
import type { Target } from './targets.ts';
import { type ComponentElement, componentElements } from './treeElements.ts';

type Place = Pick<ComponentElement, 'list' | 'twin'> & { readonly domain: string; readonly id: string };

export type DeviceSubject = Target &
  ({ readonly about: 'details' | 'twin' } | { readonly about: 'component'; readonly place: Place });

export function componentSubject({ device, list, twin, component }: ComponentElement): DeviceSubject {
  const { domain, id } = component;
  return {
    connection: device.connection,
    device: device.device,
    about: 'component',
    place: { list, twin, domain, id },
  };
}

/** Path and query of the address; the end of the path is the title of the document and decides its language. */
export function addressOf(subject: DeviceSubject): { readonly path: string; readonly query: string } {
  const segment = (text: string) => visible(text, 80).replaceAll('/', '∕');
  const { connection, device } = subject;
  const path = [connection, ...(subject.about === 'component' ? [device, subject.place.id] : [device])];
  const ending = subject.about === 'twin' ? '.json' : '.md';
  return { path: `/${path.map(segment).join('/')}${ending}`, query: JSON.stringify(subject) };
}

/** Undefined where the query is none of {@link addressOf}: anybody can open an address. */
export function subjectOf(query: string): DeviceSubject | undefined {
  const value = parsed(query);
  if (!isRecord(value)) return undefined;
  const { connection, device, about, place } = value;
  if (typeof connection !== 'string' || typeof device !== 'string') return undefined;
  if (about === 'details' || about === 'twin') return { connection, device, about };
  if (about !== 'component' || !isPlace(place)) return undefined;
  return { connection, device, about, place };
}

/** The component that the document is about; undefined where the device does not report it. */
export function componentAt(
  device: Device,
  { list, twin, domain, id }: Place,
): InstalledComponent | undefined {
  const { components, software } = installed(device);
  const listed = { components, software, hardware: hardwareComponents(device) }[list];
  const element = { kind: 'device', connection: device.connection, device: device.id } as const;
  return componentElements(element, listed, list).find(
    ({ component, twin: own }) => component.domain === domain && component.id === id && own === twin,
  )?.component;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no subject, which is an answer here
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isPlace(value: unknown): value is Place {
  return (
    isRecord(value) &&
    (value['list'] === 'components' || value['list'] === 'software' || value['list'] === 'hardware') &&
    typeof value['twin'] === 'number' &&
    typeof value['domain'] === 'string' &&
    typeof value['id'] === 'string'
  );
}
