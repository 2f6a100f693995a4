import type { Json } from '#connectors/kit/json.ts';
import type { DocumentNode } from '../document/document-node.ts';
import type { BodyKind } from '../signature/body.ts';
import type { ParameterPlace, ParameterStyle } from '../signature/parameter.ts';

/** How a function's flat input becomes an HTTP request. Made once per function. */
export interface RequestPlan {
  method: string;
  /** With the document's placeholders: `/persons/{id}` */
  path: string;
  /** The nearest `servers` the document has for the operation; undefined where it has none */
  servers: DocumentNode | undefined;
  parameters: readonly ParameterPlan[];
  body: BodyPlan | undefined;
  accept: string;
  /** The document says that it takes no credentials */
  anonymous: boolean;
}

export interface ParameterPlan {
  /** The input that holds the value, or the only value there is */
  source: { input: string } | { value: Json };
  name: string;
  in: ParameterPlace;
  style: ParameterStyle;
  explode: boolean;
  allowReserved: boolean;
}

export interface BodyPlan {
  kind: BodyKind;
  mediaType: string;
  /** The input that chooses another media type */
  mediaTypeInput: string | undefined;
  required: boolean;
  /**
   * One input is the body as it is, or each property of the body has an input of its own. `further`: the steps to the
   * object that takes all other inputs; undefined where none does
   */
  content:
    | { input: string }
    | {
        properties: readonly BodyPropertyPlan[];
        further: readonly string[] | undefined;
        /** Properties that can have one value only */
        constants: readonly BodyConstant[];
      };
}

/** A property that is sent unasked: with any body, or where it is not required with the object that it belongs to. */
export interface BodyConstant {
  path: readonly string[];
  value: Json;
  required: boolean;
}

export interface BodyPropertyPlan {
  input: string;
  name: string;
  /** The steps to it from the top of the body, its name the last one */
  path: readonly string[];
  /** Form bodies: how arrays and objects are written */
  style: ParameterStyle;
  explode: boolean;
  /** Multipart bodies: the part's media type, where the document names one */
  contentType: string | undefined;
}
