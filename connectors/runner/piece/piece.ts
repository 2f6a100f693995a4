/**
 * The parts of a published piece that we use, as its bundle has them. There is no library to take these types from, and
 * nothing promises them: what a description of them says is checked by the server (`connectors/pieces/description.ts`).
 */
export interface Piece {
  displayName: string;
  description?: string;
  auth?: PieceAuthDefinition | PieceAuthDefinition[];
  _actions: Record<string, Action>;
  _triggers?: Record<string, unknown>;
  getContextInfo?: () => { version: string };
}

export interface PieceAuthDefinition {
  type: string;
  displayName?: string;
  description?: string;
  props?: Record<string, Property>;
  validate?: (request: Record<string, unknown>) => Promise<{ valid: boolean; error?: string }>;
  getConnectionIdentifier?: (request: { auth: unknown }) => Promise<unknown>;
  [key: string]: unknown;
}

export interface Action {
  name: string;
  displayName: string;
  description?: string;
  props?: Record<string, Property>;
  requireAuth?: boolean;
  run: (context: Record<string, unknown>) => Promise<unknown>;
  audience?: string;
  classification?: string;
  aiMetadata?: { idempotent?: boolean; description?: string };
}

export interface Property {
  type: string;
  displayName?: string;
  description?: string;
  placeholder?: string;
  required?: boolean;
  defaultValue?: unknown;
  refreshers?: string[];
  /** A list for the static kinds, a function for those that ask the app */
  options?: unknown;
  /** Of a DYNAMIC property */
  props?: (values: Record<string, unknown>, context: Record<string, unknown>) => Promise<Record<string, Property>>;
  /** Of an ARRAY of objects */
  properties?: Record<string, Property>;
}
