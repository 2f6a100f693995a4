import type { FormChange, InlineState } from '#bridge-protocol/bridge.ts';
import type { FormOptions } from '#bridge-protocol/form-options.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { Layout } from '#bridge-protocol/rendering.ts';
import type { SurfaceChange } from '#bridge-protocol/surface-change.ts';
import type { ApiClient } from '../api/client.ts';
import { CodedError } from '../coded-error.ts';
import { withDeadline } from '../deadline.ts';
import { applySurfaceLook } from '../look/apply-look.ts';
import type { Forms } from '../screens/load-forms.ts';
import type { FunctionPage } from './function-page.svelte.ts';
import { Surface } from './surface.svelte.ts';
import type { SurfaceRequest, SurfaceServices } from './surface.svelte.ts';

export interface SurfacesServices extends SurfaceServices {
  /** True in the iframe of an INLINE surface */
  isInline: () => boolean;
  /** Fetches the screens' code */
  loadScreens: () => Promise<unknown>;
  /** The same of forms, which few need */
  loadForms: () => Promise<Forms>;
  /** For what those ask of the server */
  client: ApiClient;
  openModal: (label: string) => void;
  closeModal: () => void;
  setInline: (state: InlineState) => void;
  /** Something has changed in the form that this call shows */
  onChange: (callId: string, change: FormChange) => void;
}

/** How long the code may take to come. */
const LOAD_DEADLINE = 30_000;

/** The surface of this frame: the core has at most one in its dialog, an INLINE surface's iframe has its own. */
export class Surfaces {
  current = $state.raw<Surface>();

  readonly #services: SurfacesServices;

  constructor(services: SurfacesServices) {
    this.#services = services;
  }

  /** Takes the place of the one before, at once. Settles once there is something to see, or the user has closed it. */
  async show(id: string, request: SurfaceRequest, layout: Layout, onclose?: () => void): Promise<void> {
    const { loadScreens, isInline } = this.#services;
    const kind = { layout, isInline: isInline() };
    let isOver = false;
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const surface = new Surface(id, request, kind, this.#services, () => {
      // One that another takes the place of still says whether it could have been shown.
      if (this.current === surface) end();
      if (!isOver) onclose?.();
      this.#leave(surface);
    });
    const reveal = async (): Promise<void> => {
      await withDeadline(loadScreens(), LOAD_DEADLINE, 'Loading the page');
      surface.isReady = true;
    };
    this.#enter(surface);
    try {
      await Promise.race([Promise.all([surface.begin(), reveal()]), ended]);
    } catch (error) {
      isOver = true;
      surface.close();
      throw error;
    }
  }

  /**
   * Shows the form of a function. Settles with what the user submits; throws `function_cancelled` once it is closed, and
   * as `show` does. `read` says how it is to be shown.
   */
  async ask(id: string, name: string, read: (forms: Forms) => FormOptions): Promise<JsonObject> {
    const { client, connect, loadForms, onChange } = this.#services;
    return new Promise((resolve, reject) => {
      const onsubmit = (args: JsonObject): void => {
        resolve(args);
        this.close(id);
      };
      const openForm = async (): Promise<FunctionPage> => {
        const forms = await withDeadline(loadForms(), LOAD_DEADLINE, 'Loading the form');
        const options = read(forms);
        if (options.layout && this.current?.id === id) this.current.layout = options.layout;
        const request = { name, options, onsubmit, onchange: (change: FormChange) => onChange(id, change) };
        return new forms.FunctionPage(request, { formApi: forms.createFormApi(client), connect });
      };
      const cancel = () => reject(new CodedError('function_cancelled', 'The form was closed before it was submitted.'));
      this.show(id, { screen: 'function', functionName: name, openForm }, 'COMFORTABLE', cancel).catch(reject);
    });
  }

  /** Changes the surface of this call. Throws `unknown_surface` where it is not shown any more. */
  async update(id: string, change: SurfaceChange): Promise<void> {
    const { current } = this;
    if (current?.id !== id) throw new CodedError('unknown_surface', 'This surface is not shown any more.');
    await current.update(change);
  }

  /** Closes the surface of this call, if it is still there. */
  close(id: string): void {
    if (this.current?.id === id) this.current.close();
  }

  /** The host's dialog is to close. */
  dismiss(): void {
    this.current?.close();
  }

  refresh(): void {
    this.current?.refresh();
  }

  /** The accessible name of what is shown, and how high it is. */
  present({ height, label }: InlineState): void {
    if (this.current?.isInline) this.#services.setInline({ height, label });
    else if (this.current) this.#services.openModal(label);
  }

  #enter(surface: Surface): void {
    const before = this.current;
    void applySurfaceLook(undefined);
    this.current = surface;
    before?.close();
  }

  #leave(surface: Surface): void {
    if (this.current !== surface) return;
    this.current = undefined;
    void applySurfaceLook(undefined);
    this.#services.closeModal();
  }
}
