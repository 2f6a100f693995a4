import { PieceAppFile } from '../pieces/app-file.ts';
import type { PieceAction, PieceAuth, PieceDescription, PieceProperty } from '../pieces/description.ts';

/** Descriptions of pieces made on the spot: what is not said is what most pieces say. */

export function property(name: string, type: string, rest: Partial<PieceProperty> = {}): PieceProperty {
  return { name, type, title: '', description: '', placeholder: '', required: false, ...rest };
}

export function action(name: string, rest: Partial<PieceAction> = {}): PieceAction {
  return {
    name,
    title: name,
    description: '',
    properties: [],
    needsAuth: true,
    needsFlow: false,
    audience: 'both',
    classification: null,
    idempotent: false,
    ...rest,
  };
}

export function auth(type: string, fields: PieceProperty[] = [], rest: Partial<PieceAuth> = {}): PieceAuth {
  return { type, title: '', description: '', fields, canValidate: false, canIdentify: false, ...rest };
}

export function pieceOf(content: Partial<PieceDescription> = {}): PieceDescription {
  return {
    title: 'Test',
    description: '',
    contextVersion: '2',
    auth: [auth('SECRET_TEXT')],
    actions: [action('get_thing')],
    triggers: [],
    ...content,
  };
}

export function appOf(content: Record<string, unknown> = {}): PieceAppFile {
  const app = {
    name: 'test',
    title: 'Test',
    description: 'An app of a test',
    hosts: ['api.example.com'],
    piece: 'test',
  };
  return PieceAppFile.parse({ ...app, ...content });
}
