import type { HostPort } from '../bridge/host-port.ts';

/** Who may want the instance's dialog; the first one that does is on top. */
const owners = ['sheet', 'surface'] as const;
type Owner = (typeof owners)[number];

/** The instance's dialog: open while somebody wants it, under the name of whoever is on top. */
export class Modal {
  readonly #host: Pick<HostPort, 'openModal' | 'closeModal'>;
  readonly #labels = new Map<Owner, string>();

  constructor(host: Pick<HostPort, 'openModal' | 'closeModal'>) {
    this.#host = host;
  }

  open(owner: Owner, label: string): void {
    this.#labels.set(owner, label);
    this.#tell();
  }

  close(owner: Owner): void {
    this.#labels.delete(owner);
    this.#tell();
  }

  #tell(): void {
    const label = owners.map((owner) => this.#labels.get(owner)).find((each) => each !== undefined);
    if (label === undefined) this.#host.closeModal();
    else this.#host.openModal(label);
  }
}
