import type { Json } from '#bridge-protocol/json.ts';
import { AlternativesNode } from './alternatives-node.svelte.ts';
import { ChoiceNode } from './choice-node.svelte.ts';
import type { Field } from './field.ts';
import type { FormNode } from './form-node.svelte.ts';
import { GroupNode, LiveGroupNode } from './group-node.svelte.ts';
import { ListNode, MapNode } from './list-node.svelte.ts';
import { TextNode } from './text-node.svelte.ts';
import { ValueNode } from './value-node.svelte.ts';

/** The node of a field, with a value in it, or else what the schema presets. */
export function createNode(field: Field, given: Json | undefined): FormNode {
  const value = given ?? field.preset;
  switch (field.kind) {
    case 'text':
    case 'number':
    case 'any':
    case 'json':
      return new TextNode(field, value);
    case 'boolean':
    case 'file':
      return new ValueNode(field, value);
    case 'choice':
    case 'liveChoice':
      return new ChoiceNode(field, value);
    case 'group':
      return new GroupNode(field, value, createNode);
    case 'liveGroup':
      return new LiveGroupNode(field, value, createNode);
    case 'list':
      return new ListNode(field, value, createNode);
    case 'map':
      return new MapNode(field, value, createNode);
    case 'alternatives':
      return new AlternativesNode(field, value, createNode);
  }
}
