import { rejections } from '../agents/containerRejections.ts';
import { type ContainerReading, readContainer } from '../agents/containers.ts';
import { parseExtraHost } from '../agents/containerValues.ts';
import type { Component } from '../manifest/model.ts';
import type { ContainerView, HostPort, NamedHost, SharedByContainer } from './rule.ts';

/** A component of the containers domain, as its agent reads it. */
export function viewOf(component: Component): ContainerView {
  const reading = readContainer(component.id, component.version, component.config);
  return { component, reading, rejections: rejections(reading), shared: sharedBy(component, reading) };
}

function sharedBy(component: Component, reading: ContainerReading): SharedByContainer {
  return {
    image: component.config[reading.single.get('image') ?? -1],
    hostPorts: hostPortsOf(component, reading),
    hostNames: hostNamesOf(component),
  };
}

function hostPortsOf(component: Component, { container, listed }: ContainerReading): HostPort[] {
  return container.ports.flatMap((port, index) => {
    const entry = component.config[listed.ports[index] ?? -1];
    const isRange = port.hostPortEnd !== 0 && port.hostPortEnd !== port.hostPort;
    return entry && !isRange ? [{ port, entry }] : [];
  });
}

function hostNamesOf(component: Component): NamedHost[] {
  return component.config.flatMap((entry) => {
    if (entry.key !== 'host') return [];
    const host = parseExtraHost(entry.value);
    if ('wrong' in host || host.container === undefined || host.container === '') return [];
    return [{ name: host.name, container: host.container, entry }];
  });
}
