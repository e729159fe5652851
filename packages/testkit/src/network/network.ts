import { type ServiceName } from '@secondlook/contracts';

import { type EngineName } from '../engines/engine';
import { startWire, type Fault, type Wire } from './wire';

/** Who connects, and to whom. */
export type Party = ServiceName | EngineName | 'ats';

export interface Edge {
  readonly from: Party;
  readonly to: Party;
}

type LaidWire = Edge & Pick<Wire, 'carried' | 'open'>;

/** Wires between the parties of a stack: see `network` of StackOptions. */
export interface Network {
  /** The address by which `from` reaches `to`, which is at `url`: a URL, or host and port. */
  lay(edge: Edge, url: string): Promise<string>;
  /** Wires that something went over, as far as they are wanted. */
  used(wanted: (edge: Edge) => boolean): readonly LaidWire[];
  disturb(wanted: (edge: Edge) => boolean, fault: Fault): void;
  mend(): void;
  close(): Promise<void>;
}

export function createNetwork(): Network {
  const wires: (Edge & Wire)[] = [];
  return {
    async lay(edge, url) {
      const { host, hostname, port } = new URL(url.includes('://') ? url : `tcp://${url}`);
      const wire = await startWire({ host: hostname, port: Number(port) });
      wires.push({ ...edge, ...wire });
      return url.replace(host, `127.0.0.1:${wire.port}`);
    },
    used: (wanted) => wires.filter((wire) => wanted(wire) && wire.carried() > 0),
    disturb: (wanted, fault) => wires.filter(wanted).forEach((wire) => wire.disturb(fault)),
    mend: () => wires.forEach((wire) => wire.mend()),
    async close() {
      await Promise.all(wires.map((wire) => wire.close()));
    },
  };
}
